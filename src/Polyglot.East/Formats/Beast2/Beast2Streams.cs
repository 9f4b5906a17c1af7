namespace Polyglot.East;

/// <summary>Reads files that come from streams: the bytes of any file in pieces (spec 3.1, "Streaming"; 9, quirk 20: fixed).</summary>
internal static class Beast2Streams
{
    /// <param name="file">Where the file begins.</param>
    /// <param name="expected">The type that the file must have, or null for any.</param>
    /// <param name="keys">What to do about keys out of order.</param>
    /// <param name="functions">What makes functions callable.</param>
    public static DecodeResult<TypedValue> Read(Stream file, EastType? expected, KeyOrder keys, IFunctionMaker? functions)
    {
        using var source = new ByteSource(file);
        var reader = new Beast2Reader(source) { AnyKeyOrder = keys == KeyOrder.Any, Functions = functions };
        var type = ReadHeader(ref reader, expected);
        if (!type.IsSuccess) return type.Error;
        var value = Beast2.ReadValue(reader, Beast2.CodecOf(type.Value));
        return value.IsSuccess ? new TypedValue(type.Value, value.Value) : value.Error;
    }

    public static DecodeError? Verify(Stream file, EastType expected)
    {
        using var source = new ByteSource(file);
        var reader = new Beast2Reader(source);
        var type = ReadHeader(ref reader, expected);
        return type.IsSuccess ? Beast2.SkipValue(reader, Beast2.CodecOf(expected)) : type.Error;
    }

    private static DecodeResult<EastType> ReadHeader(ref Beast2Reader from, EastType? expected)
    {
        if (MagicBytes.Check(from.Peek(Beast2.Magic.Length), Beast2.Magic) is { } wrong) return wrong;
        try
        {
            from.SkipRaw(Beast2.Magic.Length, "magic");
            var type = TypeCodec.Read(ref from);
            return expected is null || type.Equals(expected)
                ? type
                : new DecodeError(Beast2Messages.TypeMismatch(expected, type), Beast2.Magic.Length);
        }
        catch (Beast2Failure failure)
        {
            return failure.Error;
        }
    }
}
