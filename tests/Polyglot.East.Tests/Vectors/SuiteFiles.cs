using System.IO.Compression;
using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The compliance suites as large real files: programs with deep nesting and thousands of shared lists.</summary>
public sealed class SuiteFiles
{
    [Test]
    public void Programs_survive_beast2_byte_for_byte()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.ConformanceOrSkip(), "suites"), "*.beast2.gz");
        Assert.That(files, Is.Not.Empty);
        foreach (var file in files)
        {
            using var bytes = new MemoryStream();
            using (var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress)) zipped.CopyTo(bytes);
            var data = bytes.ToArray();
            var offset = Beast2.ReadHeader(data).Value.ValueOffset;
            var (type, value) = Beast2.DecodeAny(data).Value;
            Assert.That(Beast2.Verify(data, type), Is.Null, file);
            Assert.That(Beast2.Encode(type, value).AsSpan(Beast2.Header(type).Length).SequenceEqual(data.AsSpan(offset)), Is.True, file);
            var json = EastJson.Print(type, value);
            Assert.That(Beast2.Encode(type, EastJson.Parse(type, json).Value).AsSpan(Beast2.Header(type).Length).SequenceEqual(data.AsSpan(offset)), Is.True, file);
        }
        TestContext.Out.WriteLine($"{files.Length} files");
    }
}
