using System.IO.Compression;
using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>Programs made by the reference: the compliance suites and the functions of the vectors.</summary>
internal static class ProgramFiles
{
    private static readonly string[] VectorFiles = ["ir.json", "builtins.json"];

    /// <summary>The beast2 bytes of every suite, by name; the test is skipped where they are absent.</summary>
    public static IEnumerable<(string Name, byte[] File)> Suites()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.ConformanceOrSkip(), "suites"), "*.beast2.gz").Order(StringComparer.Ordinal))
        {
            using var bytes = new MemoryStream();
            using (var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) zipped.CopyTo(bytes);
            yield return (Path.GetFileName(path), bytes.ToArray());
        }
    }

    /// <summary>The headerless bytes of every function of the vectors, with the case it comes from.</summary>
    public static IEnumerable<(JsonElement Case, byte[] Value)> Vectors()
    {
        foreach (var file in VectorFiles)
            foreach (var item in Vector.Load(file).GetProperty("cases").EnumerateArray())
                yield return (item, item.GetProperty("irb").GetBytesFromBase64());
    }
}
