using System.Buffers.Binary;

namespace Polyglot.Runners.Tests.Protocol;

public sealed class Finding_frames
{
    private static byte[] Frame(params byte[] payload)
    {
        var frame = new byte[(8 + payload.Length + 7) & ~7];
        "PGR1"u8.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    private static void Push(FrameReader reader, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var space = reader.Space();
            var count = Math.Min(space.Length, bytes.Length);
            bytes[..count].CopyTo(space);
            reader.Advance(count);
            bytes = bytes[count..];
        }
    }

    [Test]
    public void Frames_are_found_however_the_bytes_arrive()
    {
        byte[] stream = [.. Frame(1, 2, 3), .. Frame(), .. Frame([.. Enumerable.Range(0, 200).Select(i => (byte)i)])];
        for (var step = 1; step <= stream.Length; step++)
        {
            var reader = new FrameReader();
            var lengths = new List<int>();
            foreach (var piece in stream.Chunk(step))
            {
                Push(reader, piece);
                while (reader.TryRead(out var payload) == FrameStatus.Payload) lengths.Add(payload.Length);
            }
            Assert.That(lengths, Is.EqualTo(new[] { 3, 0, 200 }));
            Assert.That(reader.IsInsideFrame, Is.False);
        }
    }

    [Test]
    public void A_frame_larger_than_the_buffer_makes_it_grow_only_as_bytes_arrive()
    {
        var reader = new FrameReader();
        var payload = new byte[3_000_000];
        new Random(7).NextBytes(payload);

        Push(reader, Frame(payload));

        Assert.That(reader.TryRead(out var read), Is.EqualTo(FrameStatus.Payload));
        Assert.That(read.SequenceEqual(payload), Is.True);
        Assert.That(reader.Space().Length, Is.LessThan(1 << 20), "and gives the room back");
    }

    [Test]
    public void A_length_that_is_only_claimed_costs_nothing()
    {
        var reader = new FrameReader();
        Push(reader, [.. "PGR1"u8, 0, 0, 0, 1]);

        Assert.That(reader.TryRead(out _), Is.EqualTo(FrameStatus.Incomplete));
        Assert.That(reader.Space().Length, Is.LessThan(1 << 17));
    }

    [TestCase("H")]
    [TestCase("PGR2xxxx")]
    [TestCase("PGx")]
    public void Wrong_magic_is_seen_at_the_first_wrong_byte(string text)
    {
        var reader = new FrameReader();
        Push(reader, System.Text.Encoding.ASCII.GetBytes(text));

        Assert.That(reader.TryRead(out _), Is.EqualTo(FrameStatus.BadMagic));
    }

    [Test]
    public void A_frame_over_the_limit_is_refused_by_its_header()
    {
        var reader = new FrameReader(maxPayload: 100);
        Push(reader, [.. "PGR1"u8, 101, 0, 0, 0]);

        Assert.That(reader.TryRead(out _), Is.EqualTo(FrameStatus.TooLong));
        Assert.That(reader.ClaimedLength, Is.EqualTo(101));
    }

    [Test]
    public void Padding_is_zero()
    {
        var reader = new FrameReader();
        var frame = Frame(1, 2, 3);
        frame[^1] = 1;
        Push(reader, frame);

        Assert.That(reader.TryRead(out _), Is.EqualTo(FrameStatus.BadPadding));
    }
}
