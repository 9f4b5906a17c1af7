using System.Buffers.Binary;
using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Protocol;

/// <summary>The frames that the official encoder made, and what the official decoder makes of ours.</summary>
public sealed class Golden_frames
{
    private static string Folder => Path.Combine(Repository.Root, "ir", "frames");

    private static IEnumerable<TestCaseData> Cases() =>
        Directory.GetFiles(Folder, "*.frame").Order(StringComparer.Ordinal).Select(f => new TestCaseData(f).SetArgDisplayNames(Path.GetFileNameWithoutExtension(f)));

    [TestCaseSource(nameof(Cases))]
    public void A_golden_frame_decodes_to_its_content(string file)
    {
        var decoded = MessageDecoder.Decode(Payload(File.ReadAllBytes(file)));

        Assert.That(decoded.Problem, Is.Null);
        Assert.That(WireJson.Of(decoded.Envelope!), Is.EqualTo(WireJson.Normal(File.ReadAllText(Path.ChangeExtension(file, ".json")))));
    }

    [TestCaseSource(nameof(Cases))]
    public void What_is_encoded_again_decodes_to_the_same(string file)
    {
        var envelope = MessageDecoder.Decode(Payload(File.ReadAllBytes(file))).Envelope!;

        var frame = new MessageEncoder().Encode(envelope.Id, envelope.Message).ToArray();
        var again = MessageDecoder.Decode(Payload(frame));

        Assert.That(again.Problem, Is.Null);
        Assert.That(WireJson.Of(again.Envelope!), Is.EqualTo(WireJson.Of(envelope)));
        Assert.That(frame.Length % 8, Is.Zero);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_official_decoder_reads_what_is_encoded_here(string file)
    {
        var envelope = MessageDecoder.Decode(Payload(File.ReadAllBytes(file))).Envelope!;

        var json = await Flatc.DecodeAsync(Payload(new MessageEncoder().Encode(envelope.Id, envelope.Message).ToArray()).ToArray());

        Assert.That(WireJson.Normal(json), Is.EqualTo(WireJson.Normal(File.ReadAllText(Path.ChangeExtension(file, ".json")))));
    }

    [Test]
    public void An_encoder_can_be_used_again_for_a_smaller_message()
    {
        var encoder = new MessageEncoder();
        encoder.Encode(1, new OutputMessage(StreamKind.Stdout, new byte[100_000]));

        var frame = encoder.Encode(2, new PingMessage());

        Assert.That(frame.Length, Is.LessThan(100));
        Assert.That(MessageDecoder.Decode(Payload(frame.ToArray())).Envelope, Is.EqualTo(new Envelope(2, new PingMessage())));
    }

    [Test]
    public void Causes_deeper_than_the_limit_are_cut_when_written_and_refused_when_read()
    {
        TaskError error = new() { Code = "x", Summary = "0" };
        for (var i = 1; i < 40; i++) error = new TaskError { Code = "x", Summary = $"{i}", Cause = error };

        var decoded = MessageDecoder.Decode(Payload(new MessageEncoder().Encode(1, new FailedMessage(error, null, 0, 0)).ToArray()));

        Assert.That(decoded.Problem, Is.Null);
        var depth = 0;
        for (var e = ((FailedMessage)decoded.Envelope!.Message).Error; e is not null; e = e.Cause) depth++;
        Assert.That(depth, Is.EqualTo(MessageDecoder.MaxCauseDepth + 1));
    }

    private static ReadOnlySpan<byte> Payload(byte[] frame)
    {
        Assert.That(frame.AsSpan(0, 4).SequenceEqual("PGR1"u8), Is.True);
        return frame.AsSpan(8, BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4)));
    }
}
