namespace Polyglot.Architecture.Tests;

public sealed class Public_types_are_closed
{
    [TestCaseSource(typeof(SourceAssembly), nameof(SourceAssembly.Libraries))]
    public void Every_public_class_is_sealed_static_or_abstract(string library)
    {
        var open = SourceAssembly.Load(library).GetExportedTypes()
            .Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract && !t.IsSubclassOf(typeof(Delegate)))
            .Select(t => t.FullName);

        Assert.That(open, Is.Empty);
    }

    [TestCaseSource(typeof(SourceAssembly), nameof(SourceAssembly.Libraries))]
    public void No_public_field_can_be_written(string library)
    {
        var writable = SourceAssembly.Load(library).GetExportedTypes()
            .Where(t => !t.IsEnum)
            .SelectMany(t => t.GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static))
            .Where(f => !f.IsInitOnly && !f.IsLiteral)
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}");

        Assert.That(writable, Is.Empty);
    }
}
