namespace Polyglot.East;

internal sealed class NullCodec(TypeNode node) : Beast2Codec<EastNull>(node, 0)
{
    public override void Write(Beast2Writer to, EastNull value)
    {
    }

    public override EastNull Read(ref Beast2Reader from) => default;

    public override void Skip(ref Beast2Reader from)
    {
    }

    public override void SkipMany(ref Beast2Reader from, int count)
    {
    }
}

internal sealed class BooleanCodec(TypeNode node) : Beast2Codec<bool>(node, 1)
{
    public override void Write(Beast2Writer to, bool value) => to.WriteByte(value ? (byte)1 : (byte)0);

    public override bool Read(ref Beast2Reader from) => from.ReadBoolean();

    public override void Skip(ref Beast2Reader from) => from.ReadBoolean();

    public override void SkipMany(ref Beast2Reader from, int count) => from.SkipRaw(count, "boolean");
}

internal sealed class IntegerCodec(TypeNode node) : Beast2Codec<long>(node, 1)
{
    public override void Write(Beast2Writer to, long value) => to.WriteInteger(value);

    public override long Read(ref Beast2Reader from) => from.ReadInteger();

    public override void Skip(ref Beast2Reader from) => from.ReadInteger();

    public override void WriteMany(Beast2Writer to, ReadOnlySpan<long> values)
    {
        foreach (var value in values) to.WriteInteger(value);
    }

    public override void ReadMany(ref Beast2Reader from, Span<long> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = from.ReadInteger();
    }

    public override void SkipMany(ref Beast2Reader from, int count)
    {
        for (var i = 0; i < count; i++) from.ReadInteger();
    }
}

internal sealed class FloatCodec(TypeNode node) : Beast2Codec<double>(node, sizeof(double))
{
    public override void Write(Beast2Writer to, double value) => to.WriteFloat(value);

    public override double Read(ref Beast2Reader from) => from.ReadFloat();

    public override void Skip(ref Beast2Reader from) => from.ReadFloat();

    public override void WriteMany(Beast2Writer to, ReadOnlySpan<double> values) => FloatBlocks.Write(to, values);

    public override void ReadMany(ref Beast2Reader from, Span<double> values)
    {
        while (!values.IsEmpty)
        {
            var start = from.Position;
            var block = values[..Math.Min(values.Length, FloatBlocks.Length)];
            FloatBlocks.CopyChecked(from.ReadRaw(block.Length * sizeof(double), "float64"), block, start);
            values = values[block.Length..];
        }
    }

    public override void SkipMany(ref Beast2Reader from, int count)
    {
        for (int taken; count > 0; count -= taken)
        {
            taken = Math.Min(count, FloatBlocks.Length);
            var start = from.Position;
            FloatBlocks.Check(from.ReadRaw(taken * sizeof(double), "float64"), start);
        }
    }
}

internal sealed class StringCodec(TypeNode node) : Beast2Codec<string>(node, 1)
{
    public override void Write(Beast2Writer to, string value) => to.WriteString(value);

    public override string Read(ref Beast2Reader from) => from.ReadString();

    public override void Skip(ref Beast2Reader from) => from.ReadUtf8();
}

internal sealed class DateTimeCodec(TypeNode node) : Beast2Codec<EastDateTime>(node, 1)
{
    public override void Write(Beast2Writer to, EastDateTime value) => to.WriteInteger(value.Milliseconds);

    public override EastDateTime Read(ref Beast2Reader from) => new(from.ReadInteger());

    public override void Skip(ref Beast2Reader from) => from.ReadInteger();
}

internal sealed class BlobCodec(TypeNode node) : Beast2Codec<EastBlob>(node, 1)
{
    public override void Write(Beast2Writer to, EastBlob value)
    {
        to.WriteVarint((ulong)value.Length);
        to.WriteRaw(value.Span);
    }

    public override EastBlob Read(ref Beast2Reader from) => EastBlob.Wrap(from.ReadBlob());

    public override void Skip(ref Beast2Reader from) => from.SkipBlob();
}

/// <summary>Never: there is nothing to read or write.</summary>
internal sealed class NeverCodec(TypeNode node) : Beast2Codec<object>(node, 1)
{
    public override void Write(Beast2Writer to, object value) => throw new Beast2Refusal();

    public override object Read(ref Beast2Reader from) => throw Refusal(from.Position);

    public override void Skip(ref Beast2Reader from) => throw Refusal(from.Position);

    private static Beast2Failure Refusal(long offset) => new(Beast2Messages.NeverValue(offset), offset);
}

/// <summary>A container where it is held as an object.</summary>
internal sealed class ObjectCodec(Beast2Codec target) : Beast2Codec<object>(target.Node, target.MinimumBytes)
{
    public override void Write(Beast2Writer to, object value) => target.WriteObject(to, value);

    public override object Read(ref Beast2Reader from) => target.ReadObject(ref from);

    public override void Skip(ref Beast2Reader from) => target.Skip(ref from);
}
