namespace Polyglot.East;

/// <summary>What the checker says. Names and types are those of the author's program.</summary>
internal static class CheckMessages
{
    public const string TooDeep = "the program is nested too deeply to be checked";
    public const string NoEnclosingFunction = "captures of the outermost function: there is nothing around it to take them from";

    public static string DuplicatePlatform(string name) => $"the platform function '{name}' is registered twice";

    // Types of nodes

    public static string NodeType(string what, EastType expected, EastType actual) => $"{what} is {Type(expected)}, but the node says {Type(actual)}";

    public static string NodeKind(string what, string expected, EastType actual) => $"{what} makes {expected}, but the node says {Type(actual)}";

    public static string Mismatch(string what, EastType expected, EastType actual)
    {
        var detail = TypeDifference.Find(expected, actual) is { Path.Length: > 0 } difference ? $" (at {difference})" : "";
        return $"{what} must be {Type(expected)}, got {Type(actual)}{detail}";
    }

    public static string ExpectedKind(string what, string expected, EastType actual) => $"{what} must be {expected}, got {Type(actual)}";

    // Variables

    public static string Undefined(string name) => $"there is no variable '{name}' here";

    public static string NotCaptured(string name) => $"the variable '{name}' of an enclosing function is used but not among the captures";

    public static string CaptureUndefined(string name) => $"the captured variable '{name}' does not exist where the function is made";

    public static string VariableType(string name, EastType declared, EastType used) => $"the variable '{name}' is {Type(declared)}, used as {Type(used)}";

    public static string VariableMutable(string name, bool declared) =>
        $"the variable '{name}' is {(declared ? "mutable" : "not mutable")}, but is used as if it were {(declared ? "not" : "mutable")}";

    public static string NotMutable(string name) => $"the variable '{name}' is assigned, but is not mutable";

    // Structs, variants, recursion

    public static string Fields(IEnumerable<string> expected, IEnumerable<string> actual) =>
        $"the fields of the Struct are ({List(expected)}) in this order, got ({List(actual)})";

    public static string NoField(string name, StructType type) =>
        $"there is no field '{name}'; the fields are {List(type.Fields.Select(f => f.Name))}";

    public static string NoCase(string name, VariantType type) => $"there is no case '{name}'; the cases are {List(type.Cases.Select(c => c.Name))}";

    public static string MissingCase(string name) => $"the case '{name}' is missing from the match";

    public static string RepeatedCase(string name) => $"the case '{name}' occurs twice in the match";

    public static string NotSubtype(EastType narrow, EastType wide) => $"{Type(narrow)} cannot be used as {Type(wide)}: it is not a subtype";

    public static string NotRecursive(EastType type) => $"{Type(type)} is not a recursive type";

    // Functions

    public static string ParameterCount(int expected, int actual) => $"the type of the function has {expected} {Plural(expected, "input")}, but there {(actual == 1 ? "is 1 parameter" : $"are {actual} parameters")}";

    public static string ArgumentCount(string what, int expected, int actual) => $"{what} takes {expected} {Plural(expected, "argument")}, got {actual}";

    public static string AsyncCallee(EastType type) => $"{Type(type)} must be called with CallAsync";

    public static string AsyncInFunction(string what) => $"{what} is awaited, which only an AsyncFunction can do";

    // Loops

    public static string NoLoop(string label) => $"there is no enclosing loop '{label}'";

    public static string LoopOutsideFunction(string label) => $"the loop '{label}' is outside the function: loops cannot be left across a function";

    // Builtins and platform

    public static string NoBuiltin(string name, string? nearest) => $"there is no builtin '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}";

    public static string BuiltinTypes(string problem) => problem;

    public static string NoPlatform(string name, IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length == 0
            ? $"the program calls the platform function '{name}', and this host offers none"
            : $"this host offers no platform function '{name}'; it has {List(all)}";
    }

    private static string Type(EastType type) => TypeSyntax.Print(type);

    private static string Plural(int count, string noun) => count == 1 ? noun : noun + "s";

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
