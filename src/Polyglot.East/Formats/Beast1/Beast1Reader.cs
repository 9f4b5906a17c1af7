using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Polyglot.East;

/// <summary>
/// A cursor over beast v1 bytes: types, and values of the types that it read. What is wrong is thrown as <see cref="Beast2Failure"/>,
/// which the entry points turn into a <see cref="DecodeError"/>. Nesting is bounded by that of the type, which has no recursion.
/// </summary>
internal ref struct Beast1Reader(ReadOnlySpan<byte> bytes, int position)
{
    private const ulong SignBit = 1UL << 63;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;
    private long _emptyFields;

    public int Position { get; private set; } = position;

    public readonly int Remaining => _bytes.Length - Position;

    public Beast1Schema ReadType()
    {
        var start = Position;
        if (++_depth > EastType.MaxDepth) throw BadType(TypeMessages.TooDeep, start);
        try
        {
            var code = ReadByte("type byte");
            var type = ReadType((Beast1Code)(code & ~(byte)Beast1Code.Nullable), code, start);
            _depth--;
            return (code & (byte)Beast1Code.Nullable) == 0
                ? type
                : Beast1Schema.Variant([("some", type.Type), ("none", EastType.Null)], [type, Beast1Schema.Of(EastType.Null)]);
        }
        catch (ArgumentException refused)
        {
            throw BadType(refused.Message.Split(" (Parameter")[0], start);
        }
    }

    public object ReadValue(Beast1Schema schema)
    {
        switch (schema.Type.Kind)
        {
            case EastTypeKind.Null: return EastNull.Boxed;
            case EastTypeKind.Boolean: return ReadByte("boolean") != 0;
            case EastTypeKind.Integer: return ReadInteger();
            case EastTypeKind.DateTime: return new EastDateTime(ReadInteger());
            case EastTypeKind.Float: return ReadFloat();
            case EastTypeKind.String: return ReadText();
            case EastTypeKind.Blob: return ReadBlob();
            case EastTypeKind.Struct: return ReadStruct(schema);
            case EastTypeKind.Variant: return ReadVariant(schema);
            case EastTypeKind.Array:
                var array = (IEastArray)EastValues.NewContainer(schema.Node);
                while (ReadContinuation("array continuation byte")) array.Add(ReadValue(schema.Parts[0]));
                return array;
            case EastTypeKind.Set:
                var set = (IEastSet)EastValues.NewContainer(schema.Node);
                while (ReadContinuation("set continuation byte")) set.Add(ReadValue(schema.Parts[0]));
                return set;
            default:
                var dict = (IEastDict)EastValues.NewContainer(schema.Node);
                while (ReadContinuation("dict continuation byte"))
                {
                    var key = ReadValue(schema.Parts[0]);
                    dict.Set(key, ReadValue(schema.Parts[1]));
                }
                return dict;
        }
    }

    private Beast1Schema ReadType(Beast1Code code, byte found, int start)
    {
        switch (code)
        {
            case Beast1Code.Null: return Beast1Schema.Of(EastType.Null);
            case Beast1Code.Boolean: return Beast1Schema.Of(EastType.Boolean);
            case Beast1Code.Integer: return Beast1Schema.Of(EastType.Integer);
            case Beast1Code.Float: return Beast1Schema.Of(EastType.Float);
            case Beast1Code.String: return Beast1Schema.Of(EastType.String);
            case Beast1Code.DateTime: return Beast1Schema.Of(EastType.DateTime);
            case Beast1Code.Blob: return Beast1Schema.Of(EastType.Blob);
            case Beast1Code.Array:
                var element = ReadType();
                return Beast1Schema.Of(EastType.Array(element.Type), element);
            case Beast1Code.Set:
                var member = ReadType();
                return Beast1Schema.Of(EastType.Set(member.Type), member);
            case Beast1Code.Dict:
                var (key, value) = (ReadType(), ReadType());
                return Beast1Schema.Of(EastType.Dict(key.Type, value.Type), key, value);
            case Beast1Code.Struct:
                var (fields, fieldTypes) = ReadNamed();
                return Beast1Schema.Of(EastType.Struct(fields), fieldTypes);
            case Beast1Code.Variant:
                var (cases, caseTypes) = ReadNamed();
                return Beast1Schema.Variant(cases, caseTypes);
            default:
                throw new Beast2Failure(Beast1Messages.BadTypeByte(found, start), start);
        }
    }

    private ((string Name, EastType Type)[] Named, Beast1Schema[] Parts) ReadNamed()
    {
        var named = new List<(string, EastType)>();
        var parts = new List<Beast1Schema>();
        while (ReadContinuation("field continuation byte"))
        {
            var name = ReadText();
            var part = ReadType();
            named.Add((name, part.Type));
            parts.Add(part);
        }
        return ([.. named], [.. parts]);
    }

    private EastStruct ReadStruct(Beast1Schema schema)
    {
        if (schema.Only is { } only) return only;
        var start = Position;
        var fields = new object?[schema.Parts.Length];
        for (var i = 0; i < fields.Length; i++) fields[i] = ReadValue(schema.Parts[i]);
        var value = EastStruct.Of((StructType)schema.Type, fields);
        if (schema.Type.FixedWidth == 0) return schema.Only = value;
        _emptyFields += Math.Max(0, fields.Length - (Position - start));
        return _emptyFields <= EmptyFields.Budget(_bytes.Length) ? value : throw new Beast2Failure(Beast2Messages.TooManyEmptyElements(start), start);
    }

    private EastVariant ReadVariant(Beast1Schema schema)
    {
        var start = Position;
        var tag = ReadByte("variant tag");
        if (tag >= schema.Cases.Length) throw new Beast2Failure(Beast2Messages.BadTag(tag, start), start);
        return new EastVariant(((VariantType)schema.Type).Cases[schema.Cases[tag]], ReadValue(schema.Parts[tag]));
    }

    private long ReadInteger() => unchecked((long)(BinaryPrimitives.ReadUInt64BigEndian(ReadRaw(sizeof(ulong), "int64")) ^ SignBit));

    private double ReadFloat()
    {
        var ordered = BinaryPrimitives.ReadUInt64BigEndian(ReadRaw(sizeof(ulong), "float64"));
        var value = BitConverter.UInt64BitsToDouble((ordered & SignBit) != 0 ? ordered ^ SignBit : ~ordered);
        return double.IsNaN(value) ? double.NaN : value;
    }

    private string ReadText()
    {
        var length = _bytes[Position..].IndexOf((byte)0);
        if (length < 0) throw new Beast2Failure(Beast1Messages.NoTerminator(Position), Position);
        var utf8 = _bytes.Slice(Position, length);
        if (!Utf8.IsValid(utf8)) throw new Beast2Failure(Beast2Messages.BadUtf8(Position), Position);
        Position += length + 1;
        return Encoding.UTF8.GetString(utf8);
    }

    private EastBlob ReadBlob()
    {
        var length = BinaryPrimitives.ReadUInt64BigEndian(ReadRaw(sizeof(ulong), "blob length"));
        if (length > (ulong)Remaining) throw new Beast2Failure(Beast2Messages.Underflow("blob data", Position, length), Position);
        return new EastBlob(ReadRaw((int)length, "blob data"));
    }

    private bool ReadContinuation(string what)
    {
        var more = ReadByte(what);
        return more <= 1 ? more == 1 : throw new Beast2Failure(Beast1Messages.BadContinuation(more, Position - 1), Position - 1);
    }

    private byte ReadByte(string what) => ReadRaw(1, what)[0];

    private ReadOnlySpan<byte> ReadRaw(int length, string what)
    {
        if (Remaining < length) throw new Beast2Failure(Beast2Messages.Underflow(what, Position), Position);
        var raw = _bytes.Slice(Position, length);
        Position += length;
        return raw;
    }

    private static Beast2Failure BadType(string problem, int offset) => new(Beast2Messages.BadType(problem, offset), offset);
}
