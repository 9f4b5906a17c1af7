using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>One case of a <see cref="VariantType"/>.</summary>
/// <param name="Name">The name; any text, also empty.</param>
/// <param name="Type">The payload's type, possibly open.</param>
/// <param name="Index">The position in the sorted list, which is the binary tag.</param>
public sealed record VariantCase(string Name, EastType Type, int Index);

/// <summary>A sum; the cases are sorted by name in UTF-16 order.</summary>
public sealed class VariantType : EastType
{
    internal VariantType(ReadOnlySpan<(string Name, EastType Type)> cases) : this(Sorted(cases))
    {
    }

    private VariantType((string Name, EastType Type)[] sorted)
        : base(EastTypeKind.Variant, NamedParts.Types(sorted), NamedParts.Hash(sorted))
    {
        var builder = ImmutableArray.CreateBuilder<VariantCase>(sorted.Length);
        foreach (var (name, type) in sorted)
        {
            if (builder.Count > 0 && builder[^1].Name == name) throw new ArgumentException(TypeMessages.DuplicateCase(name));
            builder.Add(new VariantCase(name, type, builder.Count));
        }
        Cases = builder.MoveToImmutable();
    }

    /// <summary>The cases in sorted order; names are distinct.</summary>
    public ImmutableArray<VariantCase> Cases { get; }

    /// <summary>The position of a case, or -1.</summary>
    public int IndexOf(string name)
    {
        var (low, high) = (0, Cases.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Cases[middle].Name, name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /// <summary>The payload of <c>Variant [none: Null, some: T]</c>, or null when this is not an Option.</summary>
    public EastType? OptionContent =>
        Cases is [{ Name: "none", Type.Kind: EastTypeKind.Null }, { Name: "some" } some] ? some.Type : null;

    private protected override bool PartsEqual(EastType other) => Cases.AsSpan().SequenceEqual(((VariantType)other).Cases.AsSpan());

    private static (string Name, EastType Type)[] Sorted(ReadOnlySpan<(string Name, EastType Type)> cases)
    {
        var sorted = cases.ToArray();
        System.Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return sorted;
    }
}
