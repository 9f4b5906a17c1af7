using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// The older binary format (spec 3.2), whose bytes order as the values do. It has no references between containers, so a container that
/// occurs twice is written twice, and no Ref, recursive types, functions or Never. Everything is thread-safe as long as nobody changes
/// the values.
/// <para>
/// Readers take nothing on trust. Keys may come in any order, and of equal ones the last value stays: files are older than that rule.
/// </para>
/// </summary>
public static class Beast1
{
    private const int MaxCases = 256;

    /// <summary>The first eight bytes of every file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x45, 0x61, 0x73, 0x74, 0x00, 0xea, 0x57, 0xff];

    /// <summary>Why values of a type have no such form, or null when they have.</summary>
    public static string? Unsupported(EastType type) => type switch
    {
        RefType => Beast1Messages.Unsupported("ref"),
        RecursiveType => Beast1Messages.Unsupported("recursive"),
        FunctionType => Beast1Messages.Unsupported("function"),
        { Kind: EastTypeKind.Never } => Beast1Messages.Unsupported("never"),
        VariantType { Cases.Length: > MaxCases } => Beast1Messages.ManyCases,
        _ => UnsupportedName(type) ?? TypeParts.Of(type).Select(Unsupported).FirstOrDefault(problem => problem is not null),
    };

    /// <summary>A whole file.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] Encode(EastType type, object? value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(bytes, type, value);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="to">Where the bytes go, in pieces.</param>
    /// <param name="type">A closed type.</param>
    /// <param name="value">A value of it, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The type is open or <see cref="Unsupported"/>.</exception>
    /// <exception cref="InvalidCastException">The value is not of the type.</exception>
    public static void Write(IBufferWriter<byte> to, EastType type, object? value)
    {
        Require(type);
        var writer = new Beast1Writer(to);
        to.Write(Magic);
        writer.WriteType(type);
        writer.WriteValue(TypeNode.Of(type), value);
    }

    /// <summary>Reads a whole file of an expected type.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="expected">A closed type; a file of any other type is an error.</param>
    /// <returns>A value as <see cref="ClrTypes"/> says, or the error.</returns>
    /// <exception cref="ArgumentException">The type is open or <see cref="Unsupported"/>.</exception>
    public static DecodeResult<object> Decode(ReadOnlySpan<byte> file, EastType expected)
    {
        Require(expected);
        var read = Read(file, expected);
        return read.IsSuccess ? DecodeResult.Success(read.Value.Value) : read.Error;
    }

    /// <summary>Reads a whole file of whatever type it says it has. Cases that the file does not sort are sorted in the type.</summary>
    public static DecodeResult<TypedValue> DecodeAny(ReadOnlySpan<byte> file) => Read(file, expected: null);

    private static DecodeResult<TypedValue> Read(ReadOnlySpan<byte> file, EastType? expected)
    {
        if (MagicBytes.Check(file, Magic) is { } wrong) return wrong;
        var reader = new Beast1Reader(file, Magic.Length);
        try
        {
            var schema = reader.ReadType();
            if (expected is not null && !schema.Type.Equals(expected))
                return new DecodeError(Beast2Messages.TypeMismatch(expected, schema.Type), Magic.Length);
            var value = reader.ReadValue(schema.Complete());
            return reader.Remaining == 0
                ? new TypedValue(schema.Type, value)
                : new DecodeError(Beast2Messages.TrailingData(reader.Position, reader.Remaining), reader.Position);
        }
        catch (Beast2Failure failure)
        {
            return failure.Error;
        }
    }

    private static string? UnsupportedName(EastType type)
    {
        var names = type switch
        {
            StructType t => t.Fields.Select(f => f.Name),
            VariantType t => t.Cases.Select(c => c.Name),
            _ => [],
        };
        return names.FirstOrDefault(name => name.Contains('\0')) is { } name ? Beast1Messages.NulInName(name) : null;
    }

    private static void Require(EastType type)
    {
        if (Unsupported(type) is { } problem) throw new ArgumentException(problem, nameof(type));
        if (!type.IsClosed) throw new ArgumentException(TypeMessages.Open(type), nameof(type));
    }
}
