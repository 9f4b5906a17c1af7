using System.Text.Json;
using NJsonSchema;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Support;

/// <summary>The published shapes of <c>--output json</c>.</summary>
internal static class OutputSchema
{
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "ir", "schema", "cli-output.schema.json")).GetAwaiter().GetResult());

    /// <summary>Fails the test unless the document has the shape of its verb.</summary>
    public static void Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        var verb = document.RootElement.GetProperty("verb").GetString()!;
        var shape = verb != "watch" && document.RootElement.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0 && !document.RootElement.TryGetProperty("dataflow", out _) && !document.RootElement.TryGetProperty("runners", out _)
            ? "failure"
            : verb;
        Assert.That(Schema.Value.Definitions.Keys, Does.Contain(shape), $"ir/schema/cli-output.schema.json has no shape for {shape}");
        Assert.That(Schema.Value.Definitions[shape].Validate(json).Select(e => e.ToString()), Is.Empty, json);
    }
}
