using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Polyglot.Architecture.Tests;

/// <summary>What one of our assemblies refers to, read from its metadata.</summary>
internal static class SourceAssembly
{
    /// <summary>The libraries, beneath the command line.</summary>
    public static readonly string[] Libraries = ["Polyglot.East", "Polyglot.Store", "Polyglot.Runners", "Polyglot.Dataflow", "Polyglot.Pictures", "Polyglot.Resident", "Polyglot.PowerShell"];

    public static Assembly Load(string name) => Assembly.Load(name);

    /// <summary>Names of the assemblies it references.</summary>
    public static IReadOnlyList<string> References(string name) =>
        [.. Load(name).GetReferencedAssemblies().Select(a => a.Name!)];

    /// <summary>Full names of every type from elsewhere that its code mentions.</summary>
    public static IReadOnlySet<string> TypesUsed(string name)
    {
        using var stream = File.OpenRead(Load(name).Location);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")
            .ToHashSet();
    }
}
