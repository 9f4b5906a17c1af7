using System.Text.RegularExpressions;
using Polyglot.Testing;

namespace Polyglot.Architecture.Tests;

public sealed partial class Contracts_are_complete
{
    private static string Ir(params string[] parts) => Path.Combine([Repository.Root, "ir", .. parts]);

    [Test]
    public void Every_message_of_the_protocol_has_a_golden_frame()
    {
        var union = MessageUnion().Match(File.ReadAllText(Ir("runner.fbs"))).Groups[1].Value;
        var messages = union.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var golden = Directory.GetFiles(Ir("frames"), "*.frame").Select(f => Path.GetFileName(f).Split('.')[0]).ToHashSet();

        Assert.That(messages, Has.Length.EqualTo(14));
        Assert.That(messages.Where(m => !golden.Contains(m)), Is.Empty);
    }

    [Test]
    public void Every_golden_frame_has_the_message_it_was_made_from()
    {
        var frames = Directory.GetFiles(Ir("frames"), "*.frame").Select(Path.GetFileNameWithoutExtension);
        var sources = Directory.GetFiles(Ir("frames"), "*.json").Select(Path.GetFileNameWithoutExtension);

        Assert.That(frames, Is.EquivalentTo(sources));
    }

    [Test]
    public void Fields_of_the_protocol_have_explicit_ids_and_nothing_is_required()
    {
        foreach (var line in File.ReadLines(Ir("runner.fbs")).Where(l => FieldLine().IsMatch(l)))
        {
            Assert.That(line, Does.Match(@"\(id: \d+\)"), "a field without an id");
            Assert.That(line, Does.Not.Contain("required"));
        }
    }

    [Test]
    public void Every_enum_of_the_protocol_starts_with_unknown()
    {
        foreach (Match match in EnumStart().Matches(File.ReadAllText(Ir("runner.fbs"))))
            Assert.That(match.Groups[2].Value, Is.EqualTo("Unknown = 0"), match.Groups[1].Value);
    }

    [GeneratedRegex(@"union Message \{([^}]*)\}")]
    private static partial Regex MessageUnion();

    [GeneratedRegex(@"^  [a-z_]+: ")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"enum (\w+) : ubyte \{ (\w+ = \d+)")]
    private static partial Regex EnumStart();
}
