namespace Polyglot.East;

/// <summary>
/// A value of type Variant: a case and its payload, immutable and without identity. The case is known by name as well as by
/// position, so that a value may stand where a Variant with more cases is asked for (spec 1.4) without being rebuilt.
/// </summary>
public sealed class EastVariant
{
    /// <summary>A value of a case.</summary>
    /// <param name="tag">One of <see cref="VariantType.Cases"/>.</param>
    /// <param name="payload">As <see cref="ClrTypes"/> says for the case's type; <see cref="EastNull.Boxed"/> for Null.</param>
    public EastVariant(VariantCase tag, object? payload)
    {
        Tag = tag;
        Payload = payload;
    }

    /// <summary>A value of a case by name.</summary>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public EastVariant(VariantType type, string name, object? payload)
        : this(type.IndexOf(name) is >= 0 and var index ? type.Cases[index] : throw new ArgumentException($"no case '{name}' in {type}"), payload)
    {
    }

    /// <summary>A value of a case without payload.</summary>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public EastVariant(VariantType type, string name) : this(type, name, EastNull.Boxed)
    {
    }

    /// <summary>The case, in the Variant type the value was made with.</summary>
    public VariantCase Tag { get; }

    /// <summary>The name of the case.</summary>
    public string Case => Tag.Name;

    /// <summary>The position of the case in the Variant type the value was made with.</summary>
    public int CaseIndex => Tag.Index;

    /// <summary>The payload.</summary>
    public object? Payload { get; }

    /// <summary>The position of the value's case in a Variant type that has it; -1 when it has not.</summary>
    internal int IndexIn(VariantType type)
    {
        var index = Tag.Index;
        return index < type.Cases.Length && type.Cases[index].Name == Tag.Name ? index : type.IndexOf(Tag.Name);
    }
}
