namespace Polyglot.East;

/// <summary>The locations of an error as a value of East: what a catch body gets (spec 2.3).</summary>
internal static class ErrorStack
{
    private static readonly StructType Location = EastType.Struct(("filename", EastType.String), ("line", EastType.Integer), ("column", EastType.Integer));

    public static EastArray<EastStruct> Of(EastException error) =>
        new(error.Locations.Select(l => (EastStruct)new FieldStruct<object, long, long>(Location, l.File, l.Line, l.Column)));
}
