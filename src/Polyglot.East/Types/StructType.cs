using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>One field of a <see cref="StructType"/>.</summary>
/// <param name="Name">The name; any text, also empty.</param>
/// <param name="Type">The type, possibly open.</param>
public sealed record StructField(string Name, EastType Type);

/// <summary>A product; the order of the fields is part of the type.</summary>
public sealed class StructType : EastType
{
    private readonly int? _fixedWidth;

    internal StructType(ReadOnlySpan<(string Name, EastType Type)> fields)
        : base(EastTypeKind.Struct, NamedParts.Types(fields), NamedParts.Hash(fields))
    {
        if (NamedParts.FirstDuplicate(fields) is { } name) throw new ArgumentException(TypeMessages.DuplicateField(name), nameof(fields));
        var builder = ImmutableArray.CreateBuilder<StructField>(fields.Length);
        long? width = 0;
        foreach (var (fieldName, type) in fields)
        {
            builder.Add(new StructField(fieldName, type));
            width += type.FixedWidth;
        }
        Fields = builder.MoveToImmutable();
        _fixedWidth = width <= MaxNodes * sizeof(double) ? (int?)width : null;
    }

    /// <summary>The fields in type order; names are distinct.</summary>
    public ImmutableArray<StructField> Fields { get; }

    /// <inheritdoc/>
    public override int? FixedWidth => _fixedWidth;

    /// <summary>The position of a field, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Fields.Length; i++)
            if (Fields[i].Name == name) return i;
        return -1;
    }

    private protected override bool PartsEqual(EastType other) => Fields.AsSpan().SequenceEqual(((StructType)other).Fields.AsSpan());
}
