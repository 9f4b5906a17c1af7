using System.Text.Json;

namespace Polyglot.East.Tests;

/// <summary>Runs the committed cases from their JSON, as the test programs of the other languages do.</summary>
public sealed class ProgramCaseRuns
{
    private static readonly IrLocation Platform = new("platform", 0, 0);

    [TestCaseSource(typeof(CaseFile), nameof(CaseFile.Names))]
    public void Programs_do_what_their_cases_say(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(CaseFile.Folder, file + ".json")));
        Vector.RunAll(document.RootElement.GetProperty("cases").EnumerateArray(), Run);
    }

    private static string? Run(JsonElement item)
    {
        var read = IrReader.FromValue(Convert.FromBase64String(item.GetProperty("ir").GetString()!));
        if (!read.IsSuccess) return read.Error.Message;
        var log = new List<string>();
        var outcome = Outcome(read.Value, log, item) ?? Vector.Expect("log", Lines(item, "log"), string.Join('\n', log));
        return outcome is null ? null : $"{item.GetProperty("name").GetString()}: {outcome}";
    }

    private static string? Outcome(IrProgram program, List<string> log, JsonElement item)
    {
        try
        {
            var value = EastProgram.Compile(program, Functions(log)).Run([], EastLimits.None, CancellationToken.None);
            var type = program.Root.Type.Output;
            if (!item.TryGetProperty("result", out var result)) return $"expected an error, got {EastText.Print(type, value)}";
            return Vector.Expect("text", Vector.Text(item, "text"), EastText.Print(type, value))
                ?? Vector.Expect("result", EastJson.Print(type, EastJson.Parse(type, result.GetRawText()).Value), EastJson.Print(type, value));
        }
        catch (EastException e)
        {
            var problem = item.TryGetProperty("errorStartsWith", out _)
                ? e.Message.StartsWith(Vector.Text(item, "errorStartsWith")!, StringComparison.Ordinal) ? null : $"error: {e.Message}"
                : Vector.Expect("error", Vector.Text(item, "error"), e.Message);
            return problem ?? Vector.Expect("stack", Lines(item, "stack"), string.Join('\n', e.Locations));
        }
    }

    private static PlatformFunction[] Functions(List<string> log) =>
    [
        .. Notation.Platform.Select(p => new PlatformFunction(p.Name, p.Inputs, p.Output, p.IsAsync, p.Name switch
        {
            "log" => (_, arguments) =>
            {
                log.Add((string)arguments[0]!);
                return null;
            },
            "fail" => (_, arguments) => throw new EastException((string)arguments[0]!, Platform),
            _ => (_, arguments) => (long)arguments[0]! * 2,
        })),
    ];

    private static string Lines(JsonElement item, string member) =>
        item.TryGetProperty(member, out var lines) ? string.Join('\n', lines.EnumerateArray().Select(Vector.Text)) : "";
}
