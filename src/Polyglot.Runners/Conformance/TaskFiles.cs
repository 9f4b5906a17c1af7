using System.Text.Json;
using Polyglot.East;

namespace Polyglot.Runners.Conformance;

/// <summary>The input and output files of a case, in a folder of its own. Not thread-safe.</summary>
internal sealed class TaskFiles(string folder)
{
    private int _count;

    /// <summary>A path that is not taken.</summary>
    public string NewPath() => Path.Combine(folder, $"{_count++}.beast2");

    /// <summary>
    /// Makes the file an input stands for: <c>[type, East text]</c>, or an object for a file that is not as it should be:
    /// <c>{missing: type}</c>, <c>{announced: type, holds: input}</c>, <c>{cut: bytes, of: input}</c>, <c>{append: hex, to: input}</c>.
    /// </summary>
    public WireInput Make(JsonElement json, string name)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            var type = ParseType(json[0].GetString()!);
            return Write(name, type, Beast2.Encode(type, ParseText(type, json[1].GetString()!)));
        }
        if (json.Text("missing") is { } missing) return Announce(name, ParseType(missing), NewPath());
        if (json.Text("announced") is { } announced)
            return Announce(name, ParseType(announced), Make(json.GetProperty("holds"), name).Path);
        if (json.Number("cut") is { } cut)
        {
            var whole = Make(json.GetProperty("of"), name);
            File.WriteAllBytes(whole.Path, File.ReadAllBytes(whole.Path)[..^cut]);
            return whole;
        }
        var longer = Make(json.GetProperty("to"), name);
        File.WriteAllBytes(longer.Path, [.. File.ReadAllBytes(longer.Path), .. Convert.FromHexString(json.Text("append")!)]);
        return longer;
    }

    /// <summary>Writes an input file with these bytes.</summary>
    public WireInput Write(string name, EastType type, byte[] bytes)
    {
        var path = NewPath();
        File.WriteAllBytes(path, bytes);
        return Announce(name, type, path);
    }

    public static EastType ParseType(string text)
    {
        var type = TypeSyntax.Parse(text);
        return type.IsSuccess ? type.Value : throw new InvalidDataException($"'{text}' is not a type: {type.Error}");
    }

    private static object ParseText(EastType type, string text)
    {
        var value = EastText.Parse(type, text);
        return value.IsSuccess ? value.Value : throw new InvalidDataException($"'{text}' is not a {TypeSyntax.Print(type)}: {value.Error}");
    }

    // The id is what a host would send; runtimes use it as a name only.
    private static WireInput Announce(string name, EastType type, string path) =>
        new(name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path))), path, TypeCodec.Encode(type));
}
