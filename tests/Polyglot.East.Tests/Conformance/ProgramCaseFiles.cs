using System.Reflection;
using System.Text;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The committed cases themselves: that the JSON is what the <c>.cases</c> files say, and that nothing is without a case.</summary>
public sealed class ProgramCaseFiles
{
    // Said by others than the readers, or part of every message of theirs.
    private static readonly string[] Wrappers =
        [nameof(EastTextMessages.Sentence), nameof(EastJsonMessages.Conversion), nameof(EastJsonMessages.SyntaxPrefix)];

    /// <summary>Set <c>POLYGLOT_UPDATE=1</c> to write the files instead.</summary>
    [Test]
    public void The_json_is_what_the_cases_say()
    {
        var files = CaseFile.Names.Select(n => (File: $"{n}.json", Text: CaseFile.Make(n))).Append((File: "header.json", Text: CaseFile.MakeHeader())).ToArray();
        if (System.Environment.GetEnvironmentVariable("POLYGLOT_UPDATE") == "1")
            foreach (var (file, text) in files) File.WriteAllText(Path.Combine(CaseFile.Folder, file), text, new UTF8Encoding(false));
        foreach (var (file, text) in files)
            Assert.That(File.ReadAllText(Path.Combine(CaseFile.Folder, file)), Is.EqualTo(text), $"{file}: run this test with POLYGLOT_UPDATE=1 and commit the files");
        Assert.That(Directory.GetFiles(CaseFile.Folder, "*.json").Select(Path.GetFileName), Is.EquivalentTo(files.Select(f => f.File)));
    }

    [Test]
    public void Every_case_is_a_sound_program()
    {
        foreach (var item in CaseFile.All)
            Assert.That(IrChecker.Check(Notation.Program(item.Source, item.Aliases), new PlatformSignatures(Notation.Platform)), Is.Empty, item.Name);
    }

    [Test]
    public void Names_are_distinct() => Assert.That(CaseFile.All.Select(c => c.Name), Is.Unique);

    [Test]
    public void Every_builtin_has_an_ordinary_case_and_a_special_one()
    {
        var cases = CaseFile.All.ToLookup(c => c.Subject);
        var lacking = BuiltinTable.All.Select(b => b.Name).Where(name => cases[name].Count() < 2);
        Assert.That(lacking, Is.Empty);
        Assert.That(BuiltinTable.All.Where(b => !cases[b.Name].All(c => c.Source.Contains(b.Name, StringComparison.Ordinal))).Select(b => b.Name), Is.Empty);
    }

    [Test]
    public void Every_kind_of_node_has_two_cases_that_have_such_a_node()
    {
        var cases = CaseFile.All.ToLookup(c => c.Subject);
        foreach (var kind in Enum.GetValues<IrKind>())
        {
            Assert.That(cases[$"node {kind}"].Count(), Is.GreaterThanOrEqualTo(2), $"node {kind}");
            foreach (var item in cases[$"node {kind}"])
                Assert.That(NodeKinds.Of(Notation.Program(item.Source, item.Aliases)), Does.Contain(kind), item.Name);
        }
    }

    [Test]
    public void Every_error_of_the_readers_has_a_case() =>
        Assert.That(
            Members("text", typeof(EastTextMessages)).Concat(Members("json", typeof(EastJsonMessages))).Except(CaseFile.All.Select(c => c.Subject)),
            Is.Empty);

    [Test]
    public void Every_constant_error_of_the_readers_is_in_the_message_of_its_cases()
    {
        foreach (var constant in typeof(EastTextMessages).GetFields().Where(f => f.IsLiteral))
            foreach (var item in CaseFile.All.Where(c => c.Subject == $"text {constant.Name}"))
                Assert.That(item.Error, Does.Contain((string)constant.GetRawConstantValue()!), item.Name);
    }

    private static IEnumerable<string> Members(string reader, Type messages) => messages
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => m is FieldInfo or MethodInfo && !Wrappers.Contains(m.Name))
        .Select(m => $"{reader} {m.Name}").Distinct();
}
