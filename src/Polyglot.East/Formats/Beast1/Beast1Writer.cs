using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Polyglot.East;

/// <summary>Writes types and values as beast v1. The types have passed <see cref="Beast1.Unsupported"/>.</summary>
internal readonly ref struct Beast1Writer(IBufferWriter<byte> to)
{
    private const ulong SignBit = 1UL << 63;

    private readonly IBufferWriter<byte> _to = to;

    public void WriteType(EastType type)
    {
        WriteByte((byte)Enum.Parse<Beast1Code>(type.Kind.ToString()));
        switch (type)
        {
            case StructType t:
                foreach (var field in t.Fields) WriteNamed(field.Name, field.Type);
                WriteByte(0);
                break;
            case VariantType t:
                foreach (var item in t.Cases) WriteNamed(item.Name, item.Type);
                WriteByte(0);
                break;
            default:
                foreach (var part in TypeParts.Of(type)) WriteType(part);
                break;
        }
    }

    public void WriteValue(TypeNode node, object? value)
    {
        switch (node.Type.Kind)
        {
            case EastTypeKind.Null: break;
            case EastTypeKind.Boolean: WriteByte((bool)value! ? (byte)1 : (byte)0); break;
            case EastTypeKind.Integer: WriteInteger((long)value!); break;
            case EastTypeKind.DateTime: WriteInteger(((EastDateTime)value!).Milliseconds); break;
            case EastTypeKind.Float: WriteFloat((double)value!); break;
            case EastTypeKind.String: WriteText((string)value!); break;
            case EastTypeKind.Blob: WriteBlob(((EastBlob)value!).Span); break;
            case EastTypeKind.Struct:
                for (var i = 0; i < node.Parts.Length; i++) WriteValue(node.Parts[i], ((EastStruct)value!)[i]);
                break;
            case EastTypeKind.Variant: WriteVariant(node, (VariantType)node.Type, (EastVariant)value!); break;
            case EastTypeKind.Array:
                for (var (i, array) = (0, (IEastArray)value!); i < array.Count; i++) WriteMember(node.Parts[0], array[i]);
                WriteByte(0);
                break;
            case EastTypeKind.Set:
                foreach (var key in ((IEastSet)value!).Keys) WriteMember(node.Parts[0], key);
                WriteByte(0);
                break;
            default:
                foreach (var (key, item) in ((IEastDict)value!).Entries)
                {
                    WriteMember(node.Parts[0], key);
                    WriteValue(node.Parts[1], item);
                }
                WriteByte(0);
                break;
        }
    }

    private void WriteNamed(string name, EastType type)
    {
        WriteByte(1);
        WriteText(name);
        WriteType(type);
    }

    private void WriteMember(TypeNode node, object? value)
    {
        WriteByte(1);
        WriteValue(node, value);
    }

    private void WriteVariant(TypeNode node, VariantType type, EastVariant value)
    {
        var index = value.IndexIn(type);
        if (index < 0) throw new InvalidCastException($"no case '{value.Case}' in {type}");
        WriteByte((byte)index);
        WriteValue(node.Parts[index], value.Payload);
    }

    private void WriteInteger(long value) => WriteWord(unchecked((ulong)value) ^ SignBit);

    /// <summary>The bits, turned so that they order as the numbers do.</summary>
    private void WriteFloat(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000) : value);
        WriteWord((bits & SignBit) == 0 ? bits ^ SignBit : ~bits);
    }

    /// <summary>Text ends at the first zero; text that contains one is cut by readers (spec 3.2).</summary>
    private void WriteText(string value)
    {
        Encoding.UTF8.GetBytes(value, _to);
        WriteByte(0);
    }

    private void WriteBlob(ReadOnlySpan<byte> bytes)
    {
        WriteWord((ulong)bytes.Length);
        _to.Write(bytes);
    }

    private void WriteWord(ulong word)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_to.GetSpan(sizeof(ulong)), word);
        _to.Advance(sizeof(ulong));
    }

    private void WriteByte(byte value)
    {
        _to.GetSpan(1)[0] = value;
        _to.Advance(1);
    }
}
