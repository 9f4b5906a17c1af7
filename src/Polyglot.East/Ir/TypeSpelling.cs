namespace Polyglot.East;

/// <summary>
/// A type together with how it was written: which of its lists (fields, cases, inputs) are the same list. Types themselves are values
/// without identity; the spelling is what lets a program be written again exactly as it was read (spec 2.1, "aliasing rules").
/// </summary>
internal sealed class TypeSpelling
{
    private static readonly TypeSpelling?[] Primitives = MakePrimitives();

    private TypeSpelling(EastType type) => Type = type;

    public EastType Type { get; }

    /// <summary>The list of a Struct, Variant or function; the same object where the same list was meant. Null for other types.</summary>
    public SpelledList? List { get; private init; }

    /// <summary>What a Ref, Array or Set holds, a Dict's key, a function's output; null for other types.</summary>
    public TypeSpelling? Part { get; private init; }

    /// <summary>A Dict's value; null for other types.</summary>
    public TypeSpelling? Value { get; private init; }

    /// <summary>A type without parts, or null when the kind has parts.</summary>
    public static TypeSpelling? Primitive(EastTypeKind kind) => Primitives[(int)kind];

    public static TypeSpelling Of(EastType type, SpelledList? list, TypeSpelling? part, TypeSpelling? value) =>
        new(type) { List = list, Part = part, Value = value };

    private static TypeSpelling?[] MakePrimitives()
    {
        var primitives = new TypeSpelling?[(int)EastTypeKind.Variant + 1];
        foreach (var type in (ReadOnlySpan<EastType>)[EastType.Never, EastType.Null, EastType.Boolean, EastType.Integer, EastType.Float,
            EastType.String, EastType.DateTime, EastType.Blob])
            primitives[(int)type.Kind] = new TypeSpelling(type);
        return primitives;
    }
}

/// <summary>A list of types.</summary>
internal abstract class SpelledList(TypeSpelling[] items)
{
    public TypeSpelling[] Items => items;
}

/// <summary>A list of fields or of cases. It keeps the types it made, so that a list used often makes few.</summary>
internal sealed class NamedList(string[] names, TypeSpelling[] items) : SpelledList(items)
{
    public string[] Names => names;

    public TypeSpelling? Struct { get; set; }

    public TypeSpelling? Variant { get; set; }
}

/// <summary>A list of inputs or of type parameters. It keeps the function type it made last.</summary>
internal sealed class InputList(TypeSpelling[] items) : SpelledList(items)
{
    public TypeSpelling? Function { get; set; }
}
