using System.Buffers.Binary;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Protocol;

/// <summary>Bytes that no honest runtime sends: decoding ends with a value, in bounded time and memory, whatever they are.</summary>
public sealed class Hostile_frames
{
    private static readonly byte[][] Payloads = Directory.GetFiles(Path.Combine(Repository.Root, "ir", "frames"), "*.frame")
        .Order(StringComparer.Ordinal).Select(f => File.ReadAllBytes(f)).Select(f => f.AsSpan(8, BinaryPrimitives.ReadInt32LittleEndian(f.AsSpan(4))).ToArray()).ToArray();

    [Test]
    public void Every_truncation_of_every_frame_is_a_problem_or_a_message()
    {
        foreach (var payload in Payloads)
            for (var length = 0; length < payload.Length; length++)
                OneOrTheOther(MessageDecoder.Decode(payload.AsSpan(0, length)));
    }

    [Test]
    public void Every_byte_of_every_frame_set_to_extremes_is_a_problem_or_a_message()
    {
        foreach (var payload in Payloads)
            for (var i = 0; i < payload.Length; i++)
                foreach (var value in new byte[] { 0x00, 0x01, 0x7f, 0x80, 0xff })
                {
                    var changed = payload.ToArray();
                    changed[i] = value;
                    OneOrTheOther(MessageDecoder.Decode(changed));
                }
    }

    [Test]
    public void Random_changes_are_a_problem_or_a_message()
    {
        var random = new Random(1958);
        for (var round = 0; round < 30_000; round++)
        {
            var changed = Payloads[random.Next(Payloads.Length)].ToArray();
            for (var n = random.Next(1, 6); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            OneOrTheOther(MessageDecoder.Decode(changed));
        }
    }

    [Test]
    public void Random_bytes_are_a_problem()
    {
        var random = new Random(520);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            if (bytes.Length >= 8) "PGRE"u8.CopyTo(bytes.AsSpan(4));
            OneOrTheOther(MessageDecoder.Decode(bytes));
        }
    }

    [Test]
    public void Parts_that_are_shared_a_million_times_are_refused_before_they_are_built()
    {
        // A vector of 100,000 offsets that all point to one text of 100,000 bytes: 10 GB, if it were believed.
        var payload = Shared(offsets: 100_000, text: 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var decoded = MessageDecoder.Decode(payload);

        Assert.Multiple(() =>
        {
            Assert.That(decoded.Problem, Does.Contain("far larger"));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(40L * payload.Length));
        });
    }

    [Test]
    public void A_text_that_is_not_UTF8_is_refused()
    {
        var frame = new MessageEncoder().Encode(1, new CancelledMessage("reason")).ToArray();
        frame[frame.AsSpan().IndexOf("reason"u8)] = 0xff;

        Assert.That(MessageDecoder.Decode(frame.AsSpan(8)).Problem, Is.EqualTo("a text is not UTF-8"));
    }

    [Test]
    public void Enum_values_of_the_future_read_as_unknown()
    {
        var frame = new MessageEncoder().Encode(1, new LogMessage(TaskLogLevel.Error, "x")).ToArray();
        var decoded = Enumerable.Range(8, frame.Length - 8).Where(i => frame[i] == (byte)TaskLogLevel.Error).Select(i =>
        {
            var changed = frame.ToArray();
            changed[i] = 99;
            return MessageDecoder.Decode(changed.AsSpan(8)).Envelope?.Message;
        });

        Assert.That(decoded, Does.Contain(new LogMessage(TaskLogLevel.Unknown, "x")));
    }

    private static void OneOrTheOther(DecodedFrame decoded) => Assert.That(decoded.Envelope is null, Is.EqualTo(decoded.Problem is not null));

    /// <summary>A Describe whose list of functions repeats one text.</summary>
    private static byte[] Shared(int offsets, int text)
    {
        var small = new MessageEncoder().Encode(1, new DescribeMessage("", "", ["f"])).ToArray().AsSpan(8).ToArray();
        var functions = small.AsSpan().IndexOf("f\0"u8) - 4;
        var vector = Enumerable.Range(0, functions).Single(i =>
            i % 4 == 0 && BinaryPrimitives.ReadInt32LittleEndian(small.AsSpan(i)) == 1 && i + 4 + BinaryPrimitives.ReadInt32LittleEndian(small.AsSpan(i + 4)) == functions);
        var field = Enumerable.Range(8, vector - 8).Single(i => i % 4 == 0 && i + BinaryPrimitives.ReadInt32LittleEndian(small.AsSpan(i)) == vector);
        var payload = new byte[small.Length + 4 + 4 * offsets + 4 + text + 1];
        small.CopyTo(payload, 0);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(field), small.Length - field);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(small.Length), offsets);
        var at = small.Length + 4 + 4 * offsets;
        for (var i = 0; i < offsets; i++)
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(small.Length + 4 + 4 * i), at - (small.Length + 4 + 4 * i));
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(at), text);
        payload.AsSpan(at + 4, text).Fill((byte)'x');
        return payload;
    }
}
