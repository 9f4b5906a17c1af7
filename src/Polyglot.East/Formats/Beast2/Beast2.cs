using System.Buffers;

namespace Polyglot.East;

/// <summary>A value with its type.</summary>
/// <param name="Type">A closed type.</param>
/// <param name="Value">A value of it, as <see cref="ClrTypes"/> says.</param>
public sealed record TypedValue(EastType Type, object Value);

/// <summary>What a beast2 file starts with.</summary>
/// <param name="Type">The type of the value.</param>
/// <param name="ValueOffset">Where the value's bytes begin.</param>
public sealed record Beast2Header(EastType Type, int ValueOffset);

/// <summary>
/// The beast2 format (spec 3.1), the form in which Polyglot stores and passes every value. A whole file is the magic bytes, the schema
/// and the value; the headerless form is the value alone. Everything is thread-safe as long as nobody changes the values.
/// <para>
/// Readers take nothing on trust: see "Values" in <c>ir/protocol.md</c>. What they refuse comes back as a <see cref="DecodeError"/>.
/// They accept what the reference's vectors accept: longer varints than needed (up to 10 bytes), any non-zero byte as true, and the
/// negative quiet NaN.
/// </para>
/// </summary>
public static class Beast2
{
    /// <summary>Values nested more deeply than this are refused, by readers and writers.</summary>
    public const int MaxDepth = 2000;

    /// <summary>
    /// How many elements that take no bytes (Null, empty Structs) one value may have in all: their count is the only thing in the
    /// file that justifies the memory they take.
    /// </summary>
    public const int MaxEmptyElements = 1 << 24;

    private const int MaxHeaderBytes = 1 << 24;

    private static readonly TypeCache<Format> Formats = new(static type => new Format(type));

    /// <summary>The first eight bytes of every file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x45, 0x61, 0x73, 0x74, 0x0d, 0x0a, 0x01];

    /// <summary>The bytes before the value in files of this type, as Polyglot writes them.</summary>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static ReadOnlySpan<byte> Header(EastType type) => FormatOf(type).Header;

    /// <summary>A whole file.</summary>
    /// <exception cref="EncodeException">The value cannot be written; <c>Write</c> gives that as a value.</exception>
    /// <exception cref="ArgumentException">The type is open, or the value is not of the type.</exception>
    public static byte[] Encode(EastType type, object? value, Sharing sharing = Sharing.ByIdentity)
    {
        using var bytes = new MemoryStream();
        return Write(bytes, type, value, sharing) is { } error ? throw new EncodeException(error) : bytes.ToArray();
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="to">Where the bytes go, in pieces; large arrays are passed on without another copy.</param>
    /// <param name="type">A closed type.</param>
    /// <param name="value">A value of it, as <see cref="ClrTypes"/> says.</param>
    /// <param name="sharing">What becomes of containers that occur more than once.</param>
    /// <returns>Null, or why the value cannot be written; what has been written by then is of no use.</returns>
    /// <exception cref="ArgumentException">The type is open, or the value is not of the type.</exception>
    public static EncodeError? Write(IBufferWriter<byte> to, EastType type, object? value, Sharing sharing = Sharing.ByIdentity)
    {
        using var writer = new Beast2Writer(to, sharing);
        var format = FormatOf(type);
        to.Write(format.Header);
        return Write(writer, format.Codec, value, sharing);
    }

    /// <summary>Writes a whole file to a stream, with large arrays passed on without a copy.</summary>
    /// <inheritdoc cref="Write(IBufferWriter{byte}, EastType, object, Sharing)"/>
    public static EncodeError? Write(Stream to, EastType type, object? value, Sharing sharing = Sharing.ByIdentity)
    {
        using var writer = new Beast2Writer(to, sharing);
        var format = FormatOf(type);
        to.Write(format.Header);
        return Write(writer, format.Codec, value, sharing);
    }

    /// <summary>Writes the headerless form.</summary>
    /// <inheritdoc cref="Write(IBufferWriter{byte}, EastType, object, Sharing)"/>
    public static EncodeError? WriteValue(IBufferWriter<byte> to, EastType type, object? value, Sharing sharing = Sharing.ByIdentity)
    {
        using var writer = new Beast2Writer(to, sharing);
        return Write(writer, CodecOf(type), value, sharing);
    }

    /// <summary>Reads a whole file of an expected type.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="expected">A closed type; a file of any other type is an error.</param>
    /// <param name="keys">What to do about keys out of order.</param>
    /// <param name="functions">What makes the functions in the value callable; null where there may be none.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    public static DecodeResult<object> Decode(
        ReadOnlySpan<byte> file, EastType expected, KeyOrder keys = KeyOrder.Strict, IFunctionMaker? functions = null)
    {
        var format = FormatOf(expected);
        var start = FindValue(file, expected, format);
        return start.IsSuccess ? ReadValue(Reader(file, start.Value, keys, functions), format.Codec) : start.Error;
    }

    /// <summary>
    /// Reads a whole file of an expected type from a stream, to its end, holding no more of the bytes than the longest String. Of a stream
    /// that knows its length, memory for large arrays is taken at once; otherwise as their elements arrive.
    /// </summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, EastType, KeyOrder, IFunctionMaker)"/>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static DecodeResult<object> Decode(Stream file, EastType expected, KeyOrder keys = KeyOrder.Strict, IFunctionMaker? functions = null)
    {
        var read = Beast2Streams.Read(file, expected, keys, functions);
        return read.IsSuccess ? DecodeResult.Success(read.Value.Value) : read.Error;
    }

    /// <summary>Reads a whole file of whatever type it says it has.</summary>
    public static DecodeResult<TypedValue> DecodeAny(ReadOnlySpan<byte> file, KeyOrder keys = KeyOrder.Strict, IFunctionMaker? functions = null)
    {
        var header = ReadHeader(file);
        if (!header.IsSuccess) return header.Error;
        var (type, offset) = header.Value;
        var read = ReadValue(Reader(file, offset, keys, functions), CodecOf(type));
        return read.IsSuccess ? new TypedValue(type, read.Value) : read.Error;
    }

    /// <summary>Reads a whole file of whatever type it says it has from a stream.</summary>
    /// <inheritdoc cref="Decode(Stream, EastType, KeyOrder, IFunctionMaker)"/>
    public static DecodeResult<TypedValue> DecodeAny(Stream file, KeyOrder keys = KeyOrder.Strict, IFunctionMaker? functions = null) =>
        Beast2Streams.Read(file, expected: null, keys, functions);

    /// <summary>Reads the headerless form, which must be all there is.</summary>
    public static DecodeResult<object> DecodeValue(
        ReadOnlySpan<byte> bytes, EastType type, KeyOrder keys = KeyOrder.Strict, IFunctionMaker? functions = null) =>
        ReadValue(Reader(bytes, 0, keys, functions), CodecOf(type));

    /// <summary>Reads the type of a file and where its value begins; the file need not be complete beyond that.</summary>
    public static DecodeResult<Beast2Header> ReadHeader(ReadOnlySpan<byte> file)
    {
        if (MagicBytes.Check(file, Magic) is { } error) return error;
        var type = TypeCodec.Read(file, Magic.Length, out var end);
        return type.IsSuccess ? new Beast2Header(type.Value, end) : type.Error;
    }

    /// <summary>Reads the header from the beginning of a stream, which is left somewhere behind it.</summary>
    public static DecodeResult<Beast2Header> ReadHeader(Stream file)
    {
        var bytes = new byte[4096];
        for (var length = 0; ;)
        {
            length += file.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            var header = ReadHeader(bytes.AsSpan(0, length));
            if (header.IsSuccess || length < bytes.Length || length >= MaxHeaderBytes) return header;
            Array.Resize(ref bytes, bytes.Length * 4);
        }
    }

    /// <summary>
    /// Checks that a file is a value of a type: everything that decoding it checks, without building the value. Arrays of Floats
    /// and of fixed-width Structs are checked at memory speed.
    /// </summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="expected">A closed type; a file of any other type is an error.</param>
    /// <returns>Null when the file is in order, otherwise the first error.</returns>
    public static DecodeError? Verify(ReadOnlySpan<byte> file, EastType expected)
    {
        var format = FormatOf(expected);
        var start = FindValue(file, expected, format);
        if (!start.IsSuccess) return start.Error;
        return SkipValue(new Beast2Reader(file, start.Value), format.Codec);
    }

    /// <summary>Checks a file as it comes from a stream, in the memory of its longest String.</summary>
    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, EastType)"/>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static DecodeError? Verify(Stream file, EastType expected) => Beast2Streams.Verify(file, expected);

    internal static Beast2Codec CodecOf(EastType type) => FormatOf(type).Codec;

    internal static DecodeResult<object> ReadValue(Beast2Reader from, Beast2Codec codec)
    {
        try
        {
            var value = codec.ReadObject(ref from);
            return Trailing(ref from) is { } error ? error : DecodeResult.Success(value);
        }
        catch (Beast2Failure failure)
        {
            return failure.Error;
        }
    }

    internal static DecodeError? SkipValue(Beast2Reader from, Beast2Codec codec)
    {
        try
        {
            codec.Skip(ref from);
            return Trailing(ref from);
        }
        catch (Beast2Failure failure)
        {
            return failure.Error;
        }
    }

    private static EncodeError? Write(Beast2Writer writer, Beast2Codec codec, object? value, Sharing sharing)
    {
        try
        {
            codec.WriteObject(writer, value);
            writer.Flush();
            return null;
        }
        catch (Beast2Refusal)
        {
            return Unencodable.Find(codec.Node, value, sharing);
        }
        catch (Exception e) when (e is InvalidCastException or NullReferenceException or ArgumentNullException
            && ValueCheck.Find(codec.Node.Type, value) is { } mismatch)
        {
            throw new ArgumentException(mismatch.ToString(), nameof(value), e);
        }
    }

    private static Beast2Reader Reader(ReadOnlySpan<byte> bytes, int offset, KeyOrder keys, IFunctionMaker? functions) =>
        new(bytes, offset) { AnyKeyOrder = keys == KeyOrder.Any, Functions = functions };

    private static DecodeError? Trailing(ref Beast2Reader from) => from.AtEnd
        ? null
        : new DecodeError(Beast2Messages.TrailingData(from.Position, from.Remaining), from.Position);

    /// <summary>Where the value of a file begins, if the file is of the expected type. The bytes we write ourselves are known by sight.</summary>
    private static DecodeResult<int> FindValue(ReadOnlySpan<byte> file, EastType expected, Format format)
    {
        if (file.StartsWith(format.Header)) return format.Header.Length;
        var header = ReadHeader(file);
        if (!header.IsSuccess) return header.Error;
        return header.Value.Type.Equals(expected)
            ? header.Value.ValueOffset
            : new DecodeError(Beast2Messages.TypeMismatch(expected, header.Value.Type), Magic.Length);
    }

    private static Format FormatOf(EastType type) => Formats.Of(type);

    /// <summary>What is made once for a type.</summary>
    private sealed class Format(EastType type)
    {
        public Beast2Codec Codec { get; } = new Beast2Compiler().Compile(TypeNode.Of(type));

        public byte[] Header { get; } = [.. Magic, .. TypeCodec.Encode(type)];
    }
}
