using System.Buffers;
using System.Text;

namespace Polyglot.East;

/// <summary>Writes text as UTF-8 to a buffer; unpaired surrogates become U+FFFD. Disposing finishes a pair that was cut.</summary>
internal sealed class Utf8TextWriter(IBufferWriter<byte> to) : TextWriter
{
    private const int Chunk = 4096;

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer) => Encode(buffer, flush: false);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Encode([], flush: true);
        base.Dispose(disposing);
    }

    private void Encode(ReadOnlySpan<char> text, bool flush)
    {
        bool completed;
        do
        {
            var bytes = to.GetSpan(Math.Min(Chunk, 16 + text.Length * 3));
            _encoder.Convert(text, bytes, flush, out var used, out var written, out completed);
            to.Advance(written);
            text = text[used..];
        }
        while (!completed);
    }
}
