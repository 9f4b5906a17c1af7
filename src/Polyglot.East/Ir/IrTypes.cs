namespace Polyglot.East;

/// <summary>The types of programs as East values (spec 2.2 to 2.4).</summary>
public static class IrTypes
{
    /// <summary>The version of East that these types are of, as runtimes announce it.</summary>
    public const string Version = "0.0.1-beta.25";

    /// <summary>A place in the author's source.</summary>
    public static StructType Location { get; } = EastType.Struct(("filename", EastType.String), ("line", EastType.Integer), ("column", EastType.Integer));

    /// <summary>The name of a loop.</summary>
    public static StructType Label { get; } = EastType.Struct(("name", EastType.String), ("location", Location));

    /// <summary>What a <c>catch</c> is given: the locations of the error, innermost first.</summary>
    public static ArrayType ErrorStack { get; } = EastType.Array(Location);

    /// <summary>A literal.</summary>
    public static VariantType Literal { get; } = EastType.Variant(
        ("Blob", EastType.Blob), ("Boolean", EastType.Boolean), ("DateTime", EastType.DateTime), ("Float", EastType.Float),
        ("Integer", EastType.Integer), ("Null", EastType.Null), ("String", EastType.String));

    /// <summary><c>IRType</c>: one case for each kind of node.</summary>
    public static VariantType Ir { get; } = MakeIr();

    /// <summary>The bytes that every beast2 file of a program in this version of East starts with.</summary>
    public static ReadOnlySpan<byte> Header => Beast2.Header(Ir);

    private static VariantType MakeIr()
    {
        var ir = EastType.Recursive(2);
        var irs = EastType.Array(EastType.Recursive(3));
        var inList = EastType.Recursive(4);
        (string, EastType)[] head = [("type", TypeOfTypes.Type), ("location", Location)];
        (string, EastType) Case(string name, params (string, EastType)[] fields) => (name, EastType.Struct([.. head, .. fields]));
        (string, EastType) label = ("label", Label);
        (string, EastType)[] function = [("captures", irs), ("parameters", irs), ("body", ir)];
        (string, EastType)[] call = [("function", ir), ("arguments", irs)];
        return EastType.Variant(
            Case("As", ("value", ir)),
            Case("Assign", ("variable", ir), ("value", ir)),
            Case("AsyncFunction", function),
            Case("Block", ("statements", irs)),
            Case("Break", label),
            Case("Builtin", ("builtin", EastType.String), ("type_parameters", EastType.Array(TypeOfTypes.Type)), ("arguments", irs)),
            Case("Call", call),
            Case("CallAsync", call),
            Case("Continue", label),
            Case("Error", ("message", ir)),
            Case("ForArray", ("array", ir), label, ("key", ir), ("value", ir), ("body", ir)),
            Case("ForDict", ("dict", ir), label, ("key", ir), ("value", ir), ("body", ir)),
            Case("ForSet", ("set", ir), label, ("key", ir), ("body", ir)),
            Case("Function", function),
            Case("GetField", ("field", EastType.String), ("struct", ir)),
            Case("IfElse", ("ifs", EastType.Array(EastType.Struct(("predicate", inList), ("body", inList)))), ("else_body", ir)),
            Case("Let", ("variable", ir), ("value", ir)),
            Case("Match", ("variant", ir), ("cases", EastType.Array(EastType.Struct(("case", EastType.String), ("variable", inList), ("body", inList))))),
            Case("NewArray", ("values", irs)),
            Case("NewDict", ("values", EastType.Array(EastType.Struct(("key", inList), ("value", inList))))),
            Case("NewRef", ("value", ir)),
            Case("NewSet", ("values", irs)),
            Case("Platform", ("name", EastType.String), ("arguments", irs), ("async", EastType.Boolean)),
            Case("Return", ("value", ir)),
            Case("Struct", ("fields", EastType.Array(EastType.Struct(("name", EastType.String), ("value", inList))))),
            Case("TryCatch", ("try_body", ir), ("catch_body", ir), ("message", ir), ("stack", ir), ("finally_body", ir)),
            Case("UnwrapRecursive", ("value", ir)),
            Case("Value", ("value", Literal)),
            Case("Variable", ("name", EastType.String), ("mutable", EastType.Boolean), ("captured", EastType.Boolean)),
            Case("Variant", ("case", EastType.String), ("value", ir)),
            Case("While", ("predicate", ir), label, ("body", ir)),
            Case("WrapRecursive", ("value", ir)));
    }
}
