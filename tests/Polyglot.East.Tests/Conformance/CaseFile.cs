using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>A case as it is written in a <c>.cases</c> file.</summary>
/// <param name="Subject">What it is a case of: a builtin, <c>node Kind</c>, <c>text Member</c> or <c>json Member</c>.</param>
/// <param name="Name">The subject and its number, and what is special about it.</param>
/// <param name="Source">The program.</param>
/// <param name="Aliases">Names for types.</param>
/// <param name="Text">The result as East text; null when it is given as JSON or is an error.</param>
/// <param name="Json">The result as JSON; null likewise.</param>
/// <param name="Error">The message of the East error, or null.</param>
/// <param name="ErrorIsPrefix">The message only begins like that; the rest is the host's.</param>
/// <param name="Stack">The locations of the error, innermost first.</param>
/// <param name="Log">What the program logs.</param>
internal sealed record ProgramCase(
    string Subject, string Name, string Source, IReadOnlyDictionary<string, string> Aliases,
    string? Text, string? Json, string? Error, bool ErrorIsPrefix, IReadOnlyList<string> Stack, IReadOnlyList<string> Log);

/// <summary>The files of cases, and the JSON that is made of them for the test programs of all languages.</summary>
internal static class CaseFile
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Folder { get; } = Path.Combine(Repository.Root, "ir", "conformance", "programs");

    /// <summary>The names of the files, without extension.</summary>
    public static string[] Names { get; } =
        [.. Directory.GetFiles(Path.Combine(Folder, "cases"), "*.cases").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    public static IEnumerable<ProgramCase> All => Names.SelectMany(Read);

    public static IReadOnlyList<ProgramCase> Read(string name)
    {
        var cases = new List<ProgramCase>();
        var aliases = new Dictionary<string, string>();
        var subject = "";
        var number = 0;
        foreach (var paragraph in File.ReadAllText(Path.Combine(Folder, "cases", name + ".cases")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = paragraph.Trim('\n').Split('\n').ToList();
            while (lines.Count > 0 && lines[0].StartsWith("type ", StringComparison.Ordinal))
            {
                var (alias, meaning) = (lines[0][5..].Split(" = ", 2)[0], lines[0][5..].Split(" = ", 2)[1]);
                aliases.Add(alias, meaning);
                lines.RemoveAt(0);
            }
            if (lines.Count == 0) continue;
            if (Take(lines, "## ") is { } heading) (subject, number) = (heading, 0);
            var note = Take(lines, "-- ");
            number++;
            var outcome = lines.FindIndex(l => l.StartsWith("= ", StringComparison.Ordinal) || l.StartsWith("=json ", StringComparison.Ordinal) || l.StartsWith('!'));
            Assert.That(outcome, Is.Positive, $"{name}.cases: a case of {subject} has no program or no outcome:\n{paragraph}");
            var line = lines[outcome];
            var rest = lines[(outcome + 1)..];
            cases.Add(new ProgramCase(
                subject, $"{subject} {number}{(note is null ? "" : $": {note}")}", string.Join('\n', lines[..outcome]), aliases,
                After(line, "= "), After(line, "=json "), After(line, "! ") ?? After(line, "!^ "), line.StartsWith("!^", StringComparison.Ordinal),
                rest.Select(l => After(l, "@ ")).SingleOrDefault(l => l is not null)?.Split(' ') ?? [],
                [.. rest.Select(l => After(l, "~ ")).OfType<string>()]));
        }
        return cases;
    }

    /// <summary>The JSON of a file of cases.</summary>
    public static string Make(string name)
    {
        var cases = new JsonArray();
        foreach (var item in Read(name)) cases.Add(Make(item));
        return new JsonObject { ["cases"] = cases }.ToJsonString(Layout) + "\n";
    }

    /// <summary>What every beast2 file of a program starts with, for test programs that read <c>ir</c> with a reader of files.</summary>
    public static string MakeHeader() => new JsonObject { ["irTypeHeader"] = Convert.ToBase64String(IrTypes.Header) }.ToJsonString(Layout) + "\n";

    private static JsonObject Make(ProgramCase item)
    {
        var program = Notation.Program(item.Source, item.Aliases);
        var type = program.Type.Output;
        var made = new JsonObject { ["name"] = item.Name, ["subject"] = item.Subject, ["source"] = item.Source, ["type"] = TypeText.Print(type) };
        if (item.Error is null)
        {
            var value = item.Json is { } json ? EastJson.Parse(type, json).Value : EastText.Parse(type, item.Text!).Value;
            made["result"] = JsonNode.Parse(EastJson.Print(type, value));
            made["text"] = EastText.Print(type, value);
        }
        else
        {
            made[item.ErrorIsPrefix ? "errorStartsWith" : "error"] = item.Error;
            made["stack"] = new JsonArray([.. item.Stack.Select(l => JsonValue.Create(l))]);
        }
        if (item.Log.Count > 0) made["log"] = new JsonArray([.. item.Log.Select(l => JsonValue.Create(l))]);
        made["ir"] = Convert.ToBase64String(IrWriter.ToValueBytes(program));
        return made;
    }

    private static string? Take(List<string> lines, string start)
    {
        if (After(lines[0], start) is not { } rest) return null;
        lines.RemoveAt(0);
        return rest;
    }

    private static string? After(string line, string start) => line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
}
