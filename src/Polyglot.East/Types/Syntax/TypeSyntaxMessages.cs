namespace Polyglot.East;

/// <summary>What the reader of the friendly type syntax says.</summary>
internal static class TypeSyntaxMessages
{
    public const string Type = "a type";
    public const string EndOfType = "the end of the type";
    public const string PartName = "a name (odd ones in backticks)";
    public const string RecursiveName = "a name for the recursive type";
    public const string EscapedCharacter = "'\\' or '`' after '\\'";
    public const string ClosingBacktick = "a closing '`'";
    public const string NothingBound = "a recursive type needs a constructor around the name that stands for it";

    private static readonly string[] Names =
    [
        "Never", "Null", "Boolean", "Integer", "Float", "String", "DateTime", "Blob", "Ref", "Array", "Set", "Dict", "Option", "Struct",
        "Variant", "Recursive", "async",
    ];

    public static string Expected(string what, string found) => $"expected {what}, got {found}";

    public static bool IsReserved(string name) => Names.Contains(name);

    public static string Reserved(string name) => $"'{name}' is the name of a type and cannot stand for a recursive one";

    public static string UnknownName(string name, IReadOnlyList<string> bound)
    {
        var known = Names[..^1].Concat(bound);
        var near = known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Common(name);
        return $"unknown type '{name}'; " + (near is null ? $"known are {string.Join(", ", known)}" : $"did you mean {near}?");
    }

    private static string? Common(string name) => name switch
    {
        "Int" or "int" or "Int64" or "int64" or "long" or "number" => "Integer",
        "Double" or "double" or "Float64" or "float64" or "real" => "Float",
        "Bool" or "bool" => "Boolean",
        "str" or "Text" or "text" => "String",
        "List" or "list" or "Vector" => "Array",
        "Map" or "map" => "Dict",
        "Bytes" or "bytes" or "Binary" => "Blob",
        "Optional" or "Maybe" => "Option",
        "Record" or "Object" or "object" => "Struct",
        "Union" or "Enum" => "Variant",
        "None" or "Unit" or "void" => "Null",
        "Date" or "date" or "Timestamp" => "DateTime",
        _ => null,
    };
}
