using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The conformance vectors: files of cases made by running the reference.</summary>
internal static class Vector
{
    /// <summary>A file of vectors, or the test is skipped where they are absent.</summary>
    public static JsonElement Load(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.ConformanceOrSkip(), "vectors", file)), new JsonDocumentOptions { MaxDepth = 512 }).RootElement;

    /// <summary>Runs every case and reports all that fail, with the number that ran.</summary>
    public static void RunAll(IEnumerable<JsonElement> cases, Func<JsonElement, string?> run)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var item in cases)
        {
            count++;
            if (Attempt(item, run) is { } failure) failures.Add($"{failure}\n    in {Short(item.GetRawText())}");
        }
        Assert.That(count, Is.Positive);
        TestContext.Out.WriteLine($"{count} cases");
        if (failures.Count > 0) Assert.Fail($"{failures.Count} of {count} cases fail:\n" + string.Join("\n", failures.Take(20)));
    }

    public static string? Expect(string what, string? expected, string? actual) =>
        expected == actual ? null : $"{what}: expected {Short(expected)}, got {Short(actual)}";

    /// <summary>
    /// The text of a JSON string, unpaired surrogates and all.
    /// </summary>
    public static string Text(JsonElement element) => Unescape(element.GetRawText());

    public static string? Text(JsonElement item, string member) => item.TryGetProperty(member, out var value) ? Text(value) : null;

    /// <summary>A type from its JSON mapping or from its East text.</summary>
    public static EastType Type(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String) return TypeSyntax.Parse(Text(type)).Value;
        var value = EastJson.Parse(TypeOfTypes.Type, type.GetRawText()).Value;
        Assert.That(TypeOfTypes.TryFromValue(value, out var result, out var problem), Is.True, problem);
        return result!;
    }

    private static string? Attempt(JsonElement item, Func<JsonElement, string?> run)
    {
        try
        {
            return run(item);
        }
        catch (Exception e) when (e is not (AssertionException or IgnoreException))
        {
            return e.ToString();
        }
    }

    private static string Unescape(string raw)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }
            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)Convert.ToUInt16(raw.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var c => c });
            }
        }
        return text.ToString();
    }

    private static string Short(string? text) => text is null ? "nothing" : text.Length <= 500 ? text : text[..500] + "…";
}
