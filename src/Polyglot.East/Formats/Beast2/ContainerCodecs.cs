namespace Polyglot.East;

/// <summary>
/// What the four containers share: the marker that says whether the contents follow or an earlier container is meant (spec 3.1,
/// "Aliasing").
/// </summary>
internal abstract class ContainerCodec<T>(TypeNode node) : Beast2Codec<T>(node, 1)
    where T : class
{
    public sealed override void Write(Beast2Writer to, T value)
    {
        if (!to.BeginContainer(value, Node.Type.ContainsRecursion, HasNoContents)) return;
        WriteContents(to, value);
        to.EndContainer(value, Node.Type.ContainsRecursion);
    }

    public sealed override T Read(ref Beast2Reader from)
    {
        if (from.ReadMarker(this) is { } earlier) return (T)earlier;
        from.Enter();
        var value = ReadContents(ref from, from.Position);
        from.Leave();
        return value;
    }

    public sealed override void Skip(ref Beast2Reader from)
    {
        if (from.ReadMarker(this) is not null) return;
        from.Enter();
        from.Register(from.Position, this, this);
        SkipContents(ref from);
        from.Leave();
    }

    /// <summary>Nothing follows the marker: a Ref to a type whose values take no bytes.</summary>
    protected virtual bool HasNoContents => false;

    protected abstract void WriteContents(Beast2Writer to, T value);

    /// <summary>Reads the contents; registers the container, before any of them, at <paramref name="place"/>.</summary>
    protected abstract T ReadContents(ref Beast2Reader from, long place);

    protected abstract void SkipContents(ref Beast2Reader from);
}

internal sealed class RefCodec<T>(TypeNode node) : ContainerCodec<EastRef<T>>(node)
{
    public Beast2Codec<T> Content { get; set; } = null!;

    protected override bool HasNoContents => Content.Node.Type.FixedWidth == 0;

    protected override void WriteContents(Beast2Writer to, EastRef<T> value) => Content.Write(to, value.Value);

    protected override EastRef<T> ReadContents(ref Beast2Reader from, long place)
    {
        var cell = new EastRef<T>(default!);
        from.Register(place, this, cell);
        cell.Value = Content.Read(ref from);
        return cell;
    }

    protected override void SkipContents(ref Beast2Reader from) => Content.Skip(ref from);
}

internal sealed class ArrayCodec<T>(TypeNode node) : ContainerCodec<EastArray<T>>(node)
{
    /// <summary>How many elements are made room for when nothing but the file's own word says that they will come.</summary>
    private const int FirstPiece = 4096;

    public Beast2Codec<T> Element { get; set; } = null!;

    protected override void WriteContents(Beast2Writer to, EastArray<T> value)
    {
        to.WriteVarint((ulong)value.Count);
        Element.WriteMany(to, value.Span);
    }

    protected override EastArray<T> ReadContents(ref Beast2Reader from, long place)
    {
        var count = from.ReadCount(Element.MinimumBytes);
        var array = EastArray.OfLength<T>(from.KnowsEnd ? count : 0);
        from.Register(place, this, array);
        if (from.KnowsEnd) Element.ReadMany(ref from, array.Span);
        while (array.Count < count) Element.ReadMany(ref from, array.Extend(Math.Min(count - array.Count, Math.Max(FirstPiece, array.Count))));
        return array;
    }

    protected override void SkipContents(ref Beast2Reader from) => Element.SkipMany(ref from, from.ReadCount(Element.MinimumBytes));
}

internal sealed class SetCodec<T>(TypeNode node) : ContainerCodec<EastSet<T>>(node)
{
    public Beast2Codec<T> Key { get; set; } = null!;

    public required IComparer<T> Order { get; init; }

    protected override void WriteContents(Beast2Writer to, EastSet<T> value)
    {
        to.WriteVarint((ulong)value.Count);
        foreach (var (key, _) in value.Sorted) Key.Write(to, key);
    }

    protected override EastSet<T> ReadContents(ref Beast2Reader from, long place)
    {
        var set = new EastSet<T>(Order);
        from.Register(place, this, set);
        var count = from.ReadCount(Key.MinimumBytes);
        var previous = default(T)!;
        for (var i = 0; i < count; i++)
        {
            var key = from.ReadKey(Key, Order, previous, isFirst: i == 0);
            if (from.AnyKeyOrder) set.Sorted.TryAdd(key, default, replace: false);
            else set.Sorted.Append(key, default);
            previous = key;
        }
        return set;
    }

    protected override void SkipContents(ref Beast2Reader from)
    {
        var count = from.ReadCount(Key.MinimumBytes);
        var previous = default(T)!;
        for (var i = 0; i < count; i++) previous = from.ReadKey(Key, Order, previous, isFirst: i == 0);
    }
}

internal sealed class DictCodec<TKey, TValue>(TypeNode node) : ContainerCodec<EastDict<TKey, TValue>>(node)
{
    public Beast2Codec<TKey> Key { get; set; } = null!;

    public Beast2Codec<TValue> Value { get; set; } = null!;

    public required IComparer<TKey> Order { get; init; }

    protected override void WriteContents(Beast2Writer to, EastDict<TKey, TValue> value)
    {
        to.WriteVarint((ulong)value.Count);
        foreach (var (key, item) in value.Sorted)
        {
            Key.Write(to, key);
            Value.Write(to, item);
        }
    }

    protected override EastDict<TKey, TValue> ReadContents(ref Beast2Reader from, long place)
    {
        var dict = new EastDict<TKey, TValue>(Order);
        from.Register(place, this, dict);
        var count = from.ReadCount(Key.MinimumBytes + Value.MinimumBytes);
        var previous = default(TKey)!;
        for (var i = 0; i < count; i++)
        {
            var key = from.ReadKey(Key, Order, previous, isFirst: i == 0);
            var value = Value.Read(ref from);
            if (from.AnyKeyOrder) dict.Sorted.TryAdd(key, value, replace: true);
            else dict.Sorted.Append(key, value);
            previous = key;
        }
        return dict;
    }

    protected override void SkipContents(ref Beast2Reader from)
    {
        var count = from.ReadCount(Key.MinimumBytes + Value.MinimumBytes);
        var previous = default(TKey)!;
        for (var i = 0; i < count; i++)
        {
            previous = from.ReadKey(Key, Order, previous, isFirst: i == 0);
            Value.Skip(ref from);
        }
    }
}
