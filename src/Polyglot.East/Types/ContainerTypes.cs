namespace Polyglot.East;

/// <summary>A mutable cell.</summary>
public sealed class RefType : EastType
{
    internal RefType(EastType content) : base(EastTypeKind.Ref, [content], 0) => Content = content;

    /// <summary>What the cell holds.</summary>
    public EastType Content { get; }

    private protected override bool PartsEqual(EastType other) => Content.Equals(((RefType)other).Content);
}

/// <summary>A growable list.</summary>
public sealed class ArrayType : EastType
{
    internal ArrayType(EastType element) : base(EastTypeKind.Array, [element], 0) => Element = element;

    /// <summary>What the list holds.</summary>
    public EastType Element { get; }

    private protected override bool PartsEqual(EastType other) => Element.Equals(((ArrayType)other).Element);
}

/// <summary>An ordered set of distinct keys.</summary>
public sealed class SetType : EastType
{
    internal SetType(EastType key) : base(EastTypeKind.Set, [key], 0)
    {
        if (KeyTypes.Problem(key) is { } problem) throw new ArgumentException(problem, nameof(key));
        Key = key;
    }

    /// <summary>The key type: closed immutable data.</summary>
    public EastType Key { get; }

    private protected override bool PartsEqual(EastType other) => Key.Equals(((SetType)other).Key);
}

/// <summary>An ordered map.</summary>
public sealed class DictType : EastType
{
    internal DictType(EastType key, EastType value) : base(EastTypeKind.Dict, [key, value], 0)
    {
        if (KeyTypes.Problem(key) is { } problem) throw new ArgumentException(problem, nameof(key));
        Key = key;
        Value = value;
    }

    /// <summary>The key type: closed immutable data.</summary>
    public EastType Key { get; }

    /// <summary>What the keys lead to.</summary>
    public EastType Value { get; }

    private protected override bool PartsEqual(EastType other) =>
        Key.Equals(((DictType)other).Key) && Value.Equals(((DictType)other).Value);
}

/// <summary>What may be a key (spec 1.1 and 1.3).</summary>
internal static class KeyTypes
{
    /// <summary>Why the type cannot be a key, or null when it can.</summary>
    public static string? Problem(EastType key) =>
        !key.IsImmutableData ? TypeMessages.MutableKey(key) : !key.IsClosed ? TypeMessages.OpenKey : null;
}
