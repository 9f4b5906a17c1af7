using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>A literal.</summary>
/// <param name="type">Null, Boolean, Integer, Float, String, DateTime or Blob.</param>
/// <param name="location">Where.</param>
/// <param name="value">As <see cref="ClrTypes"/> says.</param>
public sealed class ValueNode(EastType type, IrLocation location, object value) : IrNode(type, location)
{
    /// <summary>The value.</summary>
    public object Value => value;
}

/// <summary>Which way a <see cref="ConversionNode"/> goes.</summary>
public enum ConversionKind
{
    /// <summary>To a supertype.</summary>
    As,

    /// <summary>From a recursive type unfolded once to the type itself.</summary>
    WrapRecursive,

    /// <summary>From a recursive type to the type unfolded once.</summary>
    UnwrapRecursive,
}

/// <summary>The same value at another type.</summary>
public sealed class ConversionNode(EastType type, IrLocation location, ConversionKind kind, IrNode value) : IrNode(type, location)
{
    /// <summary>Which way.</summary>
    public ConversionKind Kind => kind;

    /// <summary>The value.</summary>
    public IrNode Value => value;
}

/// <summary>A fresh cell.</summary>
public sealed class NewRefNode(EastType type, IrLocation location, IrNode value) : IrNode(type, location)
{
    /// <summary>The content.</summary>
    public IrNode Value => value;
}

/// <summary>A fresh list.</summary>
public sealed class NewArrayNode(EastType type, IrLocation location, ImmutableArray<IrNode> values) : IrNode(type, location)
{
    /// <summary>The elements.</summary>
    public ImmutableArray<IrNode> Values => values;
}

/// <summary>A fresh set; equal keys merge.</summary>
public sealed class NewSetNode(EastType type, IrLocation location, ImmutableArray<IrNode> values) : IrNode(type, location)
{
    /// <summary>The keys, in any order.</summary>
    public ImmutableArray<IrNode> Values => values;
}

/// <summary>A fresh map; of equal keys the last one's value stays.</summary>
public sealed class NewDictNode(EastType type, IrLocation location, ImmutableArray<DictEntry> entries) : IrNode(type, location)
{
    /// <summary>The entries, each key evaluated before its value.</summary>
    public ImmutableArray<DictEntry> Entries => entries;
}

/// <summary>An entry of a <see cref="NewDictNode"/>.</summary>
public sealed record DictEntry(IrNode Key, IrNode Value);

/// <summary>A struct.</summary>
public sealed class StructNode(EastType type, IrLocation location, ImmutableArray<StructPart> fields) : IrNode(type, location)
{
    /// <summary>The fields, in the order in which they are evaluated.</summary>
    public ImmutableArray<StructPart> Fields => fields;
}

/// <summary>A field of a <see cref="StructNode"/>.</summary>
public sealed record StructPart(string Name, IrNode Value);

/// <summary>A field of a struct.</summary>
public sealed class GetFieldNode(EastType type, IrLocation location, string name, IrNode @struct) : IrNode(type, location)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The struct.</summary>
    public IrNode Struct => @struct;
}

/// <summary>A variant.</summary>
public sealed class VariantNode(EastType type, IrLocation location, string @case, IrNode value) : IrNode(type, location)
{
    /// <summary>The case's name.</summary>
    public string Case => @case;

    /// <summary>The payload.</summary>
    public IrNode Value => value;
}
