namespace Polyglot.East;

/// <summary>
/// How a CLR type of the host's own is kept as an East type: both directions, written out. Maps are immutable and thread-safe; the ones
/// to build others from are in <see cref="Map"/>.
/// </summary>
/// <typeparam name="T">The CLR type.</typeparam>
public sealed class ValueMap<T>
{
    private readonly Func<T, object> _toEast;
    private readonly Func<object, T> _fromEast;

    /// <summary>A map.</summary>
    /// <param name="type">The East type, closed.</param>
    /// <param name="toEast">Gives a value of that type, as <see cref="ClrTypes"/> says.</param>
    /// <param name="fromEast">
    /// Takes a value of that type; throws <see cref="FormatException"/> when it means nothing to the host, with a message for people.
    /// </param>
    public ValueMap(EastType type, Func<T, object> toEast, Func<object, T> fromEast)
    {
        Type = type;
        _toEast = toEast;
        _fromEast = fromEast;
    }

    /// <summary>The East type.</summary>
    public EastType Type { get; }

    /// <summary>The East value of a CLR value.</summary>
    public object ToEast(T value) => _toEast(value);

    /// <summary>The CLR value of an East value.</summary>
    /// <exception cref="FormatException">The value means nothing to the host.</exception>
    public T FromEast(object value) => _fromEast(value);

    /// <summary>The same East type for another CLR type.</summary>
    /// <param name="outward">To what this map takes.</param>
    /// <param name="inward">Back; throws <see cref="FormatException"/> when the value means nothing to the host.</param>
    public ValueMap<TOther> As<TOther>(Func<TOther, T> outward, Func<T, TOther> inward) =>
        new(Type, value => _toEast(outward(value)), value => inward(_fromEast(value)));

    /// <summary>A whole beast2 file; the same value always gives the same bytes.</summary>
    public byte[] Encode(T value) => Beast2.Encode(Type, ToEast(value), Sharing.AsTree);

    /// <summary>Reads a whole beast2 file. Damage, another type, and values that mean nothing to the host are errors.</summary>
    public DecodeResult<T> Decode(ReadOnlySpan<byte> file)
    {
        var decoded = Beast2.Decode(file, Type);
        if (!decoded.IsSuccess) return decoded.Error;
        try
        {
            return DecodeResult.Success(FromEast(decoded.Value));
        }
        catch (FormatException meaningless)
        {
            return new DecodeError(meaningless.Message, 0);
        }
    }
}
