using System.Text;
using System.Text.Json;

namespace Polyglot.Runners;

/// <summary>A package of platform functions that a plugin brings: native code that East programs may call in one runtime. Immutable.</summary>
/// <param name="Id">Its name in tasks; <c>[a-z][a-z0-9-]*</c>. Two runners may have a package of the same name.</param>
/// <param name="Runner">The runner whose language it is written in.</param>
/// <param name="Module">Absolute path of the file that declares the functions.</param>
/// <param name="File">Absolute path of the manifest that lists it.</param>
public sealed record PlatformPackage(string Id, string Runner, string Module, string File)
{
    /// <summary>The variable by which a worker learns of the packages: a JSON array of <c>{"id", "path"}</c>.</summary>
    public const string Variable = "POLYGLOT_PLATFORMS";

    /// <summary>The value of <see cref="Variable"/>.</summary>
    public static string ToVariable(IEnumerable<PlatformPackage> packages)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var package in packages)
            {
                json.WriteStartObject();
                json.WriteString("id", package.Id);
                json.WriteString("path", package.Module);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
