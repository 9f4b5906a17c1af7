namespace Polyglot.East;

/// <summary>
/// The first place where two types differ. <see cref="Path"/> is written like a place in a value: <c>[]</c> for an element or a
/// content, <c>[key]</c> and <c>[value]</c> in a Dict, <c>.name</c> for a field or a case, <c>(0)</c> and <c>=&gt;</c> in a function.
/// </summary>
/// <param name="Path">Where; empty when the types differ at the root.</param>
/// <param name="Expected">The type expected there; null when nothing of that name was expected.</param>
/// <param name="Actual">The type found there; null when it is missing.</param>
/// <param name="Note">More about it, such as the order of fields; null when the types say all.</param>
public sealed record TypeDifference(string Path, EastType? Expected, EastType? Actual, string? Note = null)
{
    /// <summary>The first difference in the order of writing, or null when the types are equal.</summary>
    public static TypeDifference? Find(EastType expected, EastType actual) => Find("", expected, actual);

    /// <summary><c>[].ppm: expected Float, got Integer</c>.</summary>
    public override string ToString()
    {
        var place = Path.Length == 0 ? "" : Path + ": ";
        if (Note is not null) return place + Note;
        if (Expected is null) return $"{place}not expected (got {TypeSyntax.Print(Actual!)})";
        return Actual is null
            ? $"{place}missing (expected {TypeSyntax.Print(Expected)})"
            : $"{place}expected {TypeSyntax.Print(Expected)}, got {TypeSyntax.Print(Actual)}";
    }

    private static TypeDifference? Find(string path, EastType expected, EastType actual)
    {
        if (expected.Equals(actual)) return null;
        return (expected, actual) switch
        {
            (RefType a, RefType b) => Find(path + "[]", a.Content, b.Content),
            (ArrayType a, ArrayType b) => Find(path + "[]", a.Element, b.Element),
            (SetType a, SetType b) => Find(path + "[]", a.Key, b.Key),
            (DictType a, DictType b) => Find(path + "[key]", a.Key, b.Key) ?? Find(path + "[value]", a.Value, b.Value),
            (StructType a, StructType b) => FindInStruct(path, a, b),
            (VariantType a, VariantType b) => FindInVariant(path, a, b),
            (FunctionType a, FunctionType b) when a.Kind == b.Kind && a.Inputs.Length == b.Inputs.Length => FindInFunction(path, a, b),
            _ => new TypeDifference(path, expected, actual),
        };
    }

    private static TypeDifference? FindInStruct(string path, StructType expected, StructType actual)
    {
        foreach (var field in expected.Fields)
        {
            var index = actual.IndexOf(field.Name);
            var place = path + "." + TypeText.Identifier(field.Name);
            if (index < 0) return new TypeDifference(place, field.Type, null);
            if (Find(place, field.Type, actual.Fields[index].Type) is { } difference) return difference;
        }
        foreach (var field in actual.Fields)
            if (expected.IndexOf(field.Name) < 0) return new TypeDifference(path + "." + TypeText.Identifier(field.Name), null, field.Type);
        return new TypeDifference(path, expected, actual,
            $"expected the fields in the order {Names(expected)}, got {Names(actual)}");
    }

    private static TypeDifference? FindInVariant(string path, VariantType expected, VariantType actual)
    {
        foreach (var item in expected.Cases)
        {
            var index = actual.IndexOf(item.Name);
            var place = path + "." + TypeText.Identifier(item.Name);
            if (index < 0) return new TypeDifference(place, item.Type, null);
            if (Find(place, item.Type, actual.Cases[index].Type) is { } difference) return difference;
        }
        var extra = actual.Cases.First(c => expected.IndexOf(c.Name) < 0);
        return new TypeDifference(path + "." + TypeText.Identifier(extra.Name), null, extra.Type);
    }

    private static TypeDifference? FindInFunction(string path, FunctionType expected, FunctionType actual)
    {
        for (var i = 0; i < expected.Inputs.Length; i++)
            if (Find($"{path}({i})", expected.Inputs[i], actual.Inputs[i]) is { } difference) return difference;
        return Find(path + "=>", expected.Output, actual.Output);
    }

    private static string Names(StructType type) => string.Join(", ", type.Fields.Select(f => TypeText.Identifier(f.Name)));
}
