namespace Polyglot.East;

/// <summary>How values of one type are written, read and checked, for callers that do not know its CLR type. Thread-safe once made.</summary>
internal abstract class Beast2Codec(TypeNode node, int minimumBytes)
{
    public TypeNode Node => node;

    /// <summary>The bytes that a value takes at least.</summary>
    public int MinimumBytes => minimumBytes;

    public abstract void WriteObject(Beast2Writer to, object? value);

    public abstract object ReadObject(ref Beast2Reader from);

    /// <summary>Checks one value as reading it would, without building it.</summary>
    public abstract void Skip(ref Beast2Reader from);

    /// <summary>Checks values that lie side by side.</summary>
    public virtual void SkipMany(ref Beast2Reader from, int count)
    {
        for (var i = 0; i < count; i++) Skip(ref from);
    }
}

/// <summary>How values of one type are written, read and checked.</summary>
internal abstract class Beast2Codec<T>(TypeNode node, int minimumBytes) : Beast2Codec(node, minimumBytes)
{
    public abstract void Write(Beast2Writer to, T value);

    public abstract T Read(ref Beast2Reader from);

    public virtual void WriteMany(Beast2Writer to, ReadOnlySpan<T> values)
    {
        foreach (var value in values) Write(to, value);
    }

    public virtual void ReadMany(ref Beast2Reader from, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Read(ref from);
    }

    public sealed override void WriteObject(Beast2Writer to, object? value) => Write(to, (T)value!);

    public sealed override object ReadObject(ref Beast2Reader from) => Read(ref from)!;
}
