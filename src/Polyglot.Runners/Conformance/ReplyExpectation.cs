using System.Text;
using System.Text.Json;
using Polyglot.East;

namespace Polyglot.Runners.Conformance;

/// <summary>What a case expects of a reply and of the events before it, beside the reply's kind.</summary>
internal sealed class ReplyExpectation(JsonElement expected, ulong id)
{
    public void Check(RunnerMessage reply, IReadOnlyList<RunnerMessage> events)
    {
        if (reply is FailedMessage failed) CheckError(failed.Error ?? throw new ConformanceException($"request {id}: Failed without an error"));
        if (reply is RejectedMessage rejected) CheckCode(rejected.Code);
        if (expected.TryGetProperty("function", out var function)) CheckFunction((reply as CompletedMessage)?.Description, function);
        CheckStream(events, StreamKind.Stdout, expected.Text("stdout"));
        CheckStream(events, StreamKind.Stderr, expected.Text("stderr"));
        if (expected.Number("progress") is { } count) CheckProgress([.. events.OfType<ProgressMessage>()], count);
    }

    private void CheckError(TaskError error)
    {
        CheckCode(error.Code);
        if (expected.Text("side") is { } side) Require(error.Side.ToString() == side, $"the fault is {error.Side}'s, expected {side} ({error.Summary})");
        if (expected.Text("summary") is { } text) Require(error.Summary.Contains(text, StringComparison.Ordinal), $"'{error.Summary}' does not say '{text}'");
        if (expected.Text("path") is { } path) Require(error.Path == path, $"the path is '{error.Path}', expected '{path}'");
        if (expected.Number("argument") is { } argument) Require(error.Argument == argument, $"the argument is {error.Argument}, expected {argument}");
        if (expected.TryGetProperty("frame", out var frame)) CheckFrame(error, frame);
    }

    private void CheckCode(string code)
    {
        var codes = expected.OneOrMore("code");
        Require(codes.Count == 0 || codes.Contains(code), $"the code is '{code}', expected {string.Join(" or ", codes)}");
    }

    private void CheckFrame(TaskError error, JsonElement wanted)
    {
        Require(error.Frames.Count > 0, "the error has no frames");
        var first = error.Frames[0];
        Require(first.IsUser == (wanted.Flag("isUser") ?? true), $"the first frame is not the user's: {first}");
        if (wanted.Text("function") is { } function)
            Require(first.Function.Contains(function, StringComparison.Ordinal), $"the first frame is in '{first.Function}', expected '{function}'");
        Require(Path.GetFileNameWithoutExtension(first.File) == "kit" && first.Line > 0, $"the first frame is not a line of the script: {first}");
    }

    private void CheckFunction(ScriptDescription? description, JsonElement wanted)
    {
        Require(description is not null, "the reply has no description");
        var name = wanted.Text("name")!;
        var function = description!.Functions.FirstOrDefault(f => f.Name == name);
        Require(function is not null, $"'{name}' is not among {string.Join(", ", description.Functions.Select(f => f.Name))}");
        var parameters = function!.Parameters.Select(p => TypeName(p.Schema)).ToList();
        Require(parameters.SequenceEqual(wanted.OneOrMore("parameters")), $"the parameters of {name} are ({string.Join(", ", parameters)})");
        if (wanted.Text("output") is { } output) Require(TypeName(function.Output) == output, $"the result of {name} is {TypeName(function.Output)} {function.Problem}");
        Require(function.Line > 0, $"{name} has no line number");
    }

    private void CheckStream(IReadOnlyList<RunnerMessage> events, StreamKind stream, string? wanted)
    {
        if (wanted is null) return;
        var bytes = events.OfType<OutputMessage>().Where(o => o.Stream == stream).SelectMany(o => o.Data.ToArray()).ToArray();
        var text = Encoding.UTF8.GetString(bytes);
        Require(text == wanted, $"{stream} is '{text}', expected '{wanted}'");
    }

    private void CheckProgress(IReadOnlyList<ProgressMessage> events, int atLeast)
    {
        Require(events.Count >= atLeast, $"progress was reported {events.Count} times, expected {atLeast}");
        Require(events.Zip(events.Skip(1)).All(pair => pair.First.Fraction <= pair.Second.Fraction), "progress went backwards");
    }

    private static string TypeName(ReadOnlyMemory<byte> schema)
    {
        if (schema.IsEmpty) return "(none)";
        var type = TypeCodec.Decode(schema.Span);
        return type.IsSuccess ? TypeSyntax.Print(type.Value) : $"(bad schema: {type.Error})";
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ConformanceException($"request {id}: {otherwise}");
    }
}
