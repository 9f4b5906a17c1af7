using System.Buffers.Binary;

namespace Polyglot.Resident.Tests;

/// <summary>Messages in bytes, and bytes that are none.</summary>
public sealed class MessageCodecTests
{
    private const int Mutations = 20_000;

    private static readonly HostMessage[] Messages =
    [
        new HostMessage.Hello(1, "build"),
        new HostMessage.Welcome(1, "build", 4711, 638_000_000_000_000_000, 3, true, "watch"),
        new HostMessage.Command(["run", "-j", "4", "größe"], "/project", [new("PATH", "/bin"), new("EMPTY", "")], true, false, 120),
        new HostMessage.Command([], "", [], false, false, 0),
        new HostMessage.Resize(80),
        new HostMessage.Interrupt(),
        new HostMessage.Output(OutputStream.Out, "hello"u8.ToArray()),
        new HostMessage.Output(OutputStream.Error, Array.Empty<byte>()),
        new HostMessage.Exit(130),
        new HostMessage.Busy(),
        new HostMessage.Stop(),
    ];

    [TestCaseSource(nameof(Messages))]
    public void Every_message_comes_back_as_it_went(HostMessage message)
    {
        var bytes = MessageCodec.Encode(message);
        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(bytes), Is.EqualTo(bytes.Length - MessageCodec.HeaderSize));
        var back = MessageCodec.Decode(bytes.AsSpan(MessageCodec.HeaderSize));
        Assert.That(back?.GetType(), Is.EqualTo(message.GetType()));
        Assert.That(MessageCodec.Encode(back!), Is.EqualTo(bytes));
        if (message is HostMessage.Command command) Assert.That(((HostMessage.Command)back!).Environment, Is.EqualTo(command.Environment));
    }

    [TestCaseSource(nameof(Messages))]
    public void A_part_of_a_message_or_more_than_one_is_none(HostMessage message)
    {
        var bytes = MessageCodec.Encode(message)[MessageCodec.HeaderSize..];
        for (var length = 0; length < bytes.Length; length++) Assert.That(MessageCodec.Decode(bytes.AsSpan(0, length)), Is.Null, $"{length} of {bytes.Length} bytes");
        Assert.That(MessageCodec.Decode([.. bytes, 0]), Is.Null);
    }

    [Test]
    public void Mutated_messages_are_refused_or_are_messages_and_never_cost_more_than_they_hold()
    {
        var random = new Random(20261121);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var good = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = MessageCodec.Encode(Messages[random.Next(Messages.Length)])[MessageCodec.HeaderSize..];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Length);
                bytes[at] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            if (MessageCodec.Decode(bytes) is not { } message) continue;
            good++;
            Assert.That(MessageCodec.Encode(message).AsSpan(MessageCodec.HeaderSize).SequenceEqual(bytes), "what is a message is one in one way only");
        }
        Assert.That(good, Is.Positive.And.LessThan(Mutations));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200L * 1024 * 1024));
    }

    [Test]
    public void A_list_that_claims_more_members_than_bytes_is_refused_before_room_is_made()
    {
        byte[] bytes = [3, 0xFF, 0xFF, 0xFF, 0x7F];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(MessageCodec.Decode(bytes), Is.Null);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000));
    }

    [Test]
    public void A_stream_may_end_between_messages_and_not_within_one()
    {
        var bytes = MessageCodec.Encode(new HostMessage.Exit(3));
        using var whole = new MessageChannel(new MemoryStream(bytes));
        Assert.That(whole.Receive(), Is.EqualTo(new HostMessage.Exit(3)));
        Assert.That(whole.Receive(), Is.Null);
        foreach (var length in new[] { 1, 3, 4, bytes.Length - 1 })
        {
            using var cut = new MessageChannel(new MemoryStream(bytes[..length]));
            Assert.That(cut.Receive, Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo(ResidentMessages.Truncated), $"{length} bytes");
        }
    }

    [Test]
    public void A_length_beyond_the_limit_is_refused_before_anything_is_read()
    {
        var header = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(header, uint.MaxValue);
        using var channel = new MessageChannel(new MemoryStream(header));
        Assert.That(channel.Receive, Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo(ResidentMessages.TooLong(uint.MaxValue, MessageCodec.MaxLength)));
        var tooLong = new HostMessage.Command([new string('x', MessageCodec.MaxLength + 1)], "/", [], false, false, 0);
        Assert.That(() => MessageCodec.Encode(tooLong), Throws.ArgumentException);
    }
}
