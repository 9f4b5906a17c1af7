using System.Buffers;

namespace Polyglot.East.Tests;

/// <summary>Streaming is the same bytes in pieces (spec 3.1).</summary>
public sealed class Beast2StreamTests
{
    [Test]
    public void Random_values_come_from_streams_as_from_memory()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var (type, value) = ValueGenerator.Pair(new Random(seed), sharing: true);
            var file = Beast2.Encode(type, value);
            foreach (var stream in (Stream[])[new SlowStream(file, 1), new SlowStream(file, 7), new MemoryStream(file)])
            {
                var back = Beast2.DecodeAny(stream).Value;
                Assert.That(back.Type, Is.EqualTo(type));
                Assert.That(Beast2.Encode(type, back.Value), Is.EqualTo(file), "sharing and cycles are those of the file");
            }
            Assert.That(Beast2.Verify(new SlowStream(file, 3), type), Is.Null);
        }
    }

    [Test]
    public void Damaged_files_are_refused_alike()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 2000; i++)
        {
            var (type, value) = ValueGenerator.Pair(random, sharing: true);
            var file = Beast2.Encode(type, value);
            file[random.Next(Beast2.Magic.Length, file.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) file = file[..random.Next(file.Length)];
            var fromMemory = Beast2.Decode(file, type);
            var fromStream = Beast2.Decode(new MemoryStream(file), type);
            Assert.That(fromStream.Error, Is.EqualTo(fromMemory.Error));
            var unknownLength = Beast2.Decode(new SlowStream(file, 5), type);
            Assert.That(unknownLength.IsSuccess, Is.EqualTo(fromMemory.IsSuccess));
            Assert.That(Beast2.Verify(new MemoryStream(file), type), Is.EqualTo(Beast2.Verify(file, type)));
        }
    }

    [TestCase("Array<Float>")]
    [TestCase("Array<Integer>")]
    [TestCase("Array<Struct<x: Float, ok: Boolean>>")]
    [TestCase("Array<Struct<x: Float, y: Float>>")]
    [TestCase("Array<Null>")]
    [TestCase("Array<Boolean>")]
    [TestCase("Array<String>")]
    [TestCase("Blob")]
    [TestCase("String")]
    [TestCase("Dict<Integer, Array<Float>>")]
    public void Long_values_cross_the_edges_of_the_window(string friendly)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var value = Long(type);
        using var written = new MemoryStream();
        Assert.That(Beast2.Write(written, type, value), Is.Null);
        var file = written.ToArray();
        var buffer = new ArrayBufferWriter<byte>();
        Assert.That(Beast2.Write(buffer, type, value), Is.Null);
        Assert.That(buffer.WrittenSpan.SequenceEqual(file), Is.True);
        foreach (var stream in (Stream[])[new MemoryStream(file), new SlowStream(file, 60_001)])
            Assert.That(Beast2.Encode(type, Beast2.Decode(stream, type).Value), Is.EqualTo(file));
        Assert.That(Beast2.Verify(new SlowStream(file, 60_001), type), Is.Null);
    }

    [Test]
    public void A_stream_is_read_to_its_end_and_no_further_than_needed_to_see_it()
    {
        byte[] file = [.. Beast2.Encode(EastType.Integer, 1L), 0];
        Assert.That(Beast2.Decode(new SlowStream(file, 1), EastType.Integer).Error?.Message, Is.EqualTo("Unexpected data after Beast value at offset 10 (1 bytes remaining)"));
        Assert.That(Beast2.Decode(new SlowStream(file[..7], 1), EastType.Integer).Error?.Message, Is.EqualTo("Data too short for Beast format: 7 bytes"));
        Assert.That(Beast2.Decode(new SlowStream(file[..10], 1), EastType.Float).Error?.Message, Is.EqualTo("Type mismatch: expected .Float, got .Integer"));
    }

    /// <summary>The stream says nothing about its length, so a count is no reason to take memory.</summary>
    [TestCase("Array<Float>", "00ffffff7f")]
    [TestCase("Array<String>", "00ffffff7f")]
    [TestCase("Blob", "ffffff7f")]
    [TestCase("String", "ffffff7f")]
    public void A_claim_without_bytes_takes_no_memory(string friendly, string hex)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        byte[] file = [.. Beast2.Header(type), .. Convert.FromHexString(hex)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Beast2.Decode(new SlowStream(file, 100), type).Error?.Message, Does.StartWith("Buffer underflow"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    /// <summary>64 MB of floats go out and come in; besides the array itself there are only windows.</summary>
    [Test]
    public void A_large_array_is_never_held_as_bytes()
    {
        var type = EastType.Array(EastType.Float);
        var value = EastArray.Wrap(new double[8 << 20]);
        var path = Path.Combine(Path.GetTempPath(), $"polyglot-{Guid.NewGuid():n}.beast2");
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var file = File.Create(path)) Beast2.Write(file, type, value);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4_000_000), "writing");
            before = GC.GetAllocatedBytesForCurrentThread();
            using (var file = File.OpenRead(path)) Assert.That(((EastArray<double>)Beast2.Decode(file, type).Value).Count, Is.EqualTo(value.Count));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(value.Count * 8L + 4_000_000), "reading");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static object Long(EastType type)
    {
        const int count = 100_000;
        switch (type)
        {
            case { Kind: EastTypeKind.Blob }: return new EastBlob([.. Enumerable.Range(0, count * 3).Select(i => (byte)(i % 251))]);
            case { Kind: EastTypeKind.String }: return string.Concat(Enumerable.Range(0, count).Select(i => $"é{i}"));
            case DictType:
                var dict = new EastDict<long, EastArray<double>>(EastType.Integer);
                for (var i = 0; i < 100; i++) dict[i] = new EastArray<double>([.. Enumerable.Range(0, 3000).Select(k => k + 0.5 * i)]);
                return dict;
        }
        var array = (IEastArray)EastValues.NewContainer(type);
        for (var i = 0; i < count; i++)
            array.Add(((ArrayType)type).Element switch
            {
                StructType { Fields: [_, { Type.Kind: EastTypeKind.Boolean }] } row => EastStruct.Of(row, i + 0.5, i % 3 == 0),
                StructType row => EastStruct.Of(row, i + 0.5, -1.0 * i),
                { Kind: EastTypeKind.Float } => i % 1000 == 0 ? double.NaN : i * 0.25,
                { Kind: EastTypeKind.Integer } => (long)i * i * i,
                { Kind: EastTypeKind.Boolean } => i % 7 == 0,
                { Kind: EastTypeKind.String } => i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => EastNull.Boxed,
            });
        return array;
    }
}
