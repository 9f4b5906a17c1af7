using System.Buffers;
using System.Text;

namespace Polyglot.East;

/// <summary>Writes types as beast2 values, everything inline.</summary>
internal static class SchemaWriter
{
    public static void Write(IBufferWriter<byte> to, EastType type)
    {
        WriteVarint(to, (ulong)type.Kind);
        switch (type)
        {
            case RefType t:
                Write(to, t.Content);
                break;
            case ArrayType t:
                Write(to, t.Element);
                break;
            case SetType t:
                Write(to, t.Key);
                break;
            case DictType t:
                Write(to, t.Key);
                Write(to, t.Value);
                break;
            case StructType t:
                WriteCount(to, t.Fields.Length);
                foreach (var field in t.Fields) WriteNamed(to, field.Name, field.Type);
                break;
            case VariantType t:
                WriteCount(to, t.Cases.Length);
                foreach (var item in t.Cases) WriteNamed(to, item.Name, item.Type);
                break;
            case FunctionType t:
                WriteCount(to, t.Inputs.Length);
                foreach (var input in t.Inputs) Write(to, input);
                Write(to, t.Output);
                break;
            case RecursiveType t:
                WriteVarint(to, (ulong)t.Levels * 2);
                break;
        }
    }

    private static void WriteCount(IBufferWriter<byte> to, int count)
    {
        WriteVarint(to, 0);
        WriteVarint(to, (ulong)count);
    }

    private static void WriteNamed(IBufferWriter<byte> to, string name, EastType type)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        WriteVarint(to, (ulong)length);
        Encoding.UTF8.GetBytes(name, to.GetSpan(length));
        to.Advance(length);
        Write(to, type);
    }

    private static void WriteVarint(IBufferWriter<byte> to, ulong value)
    {
        var span = to.GetSpan(Varint.MaxBytes);
        to.Advance(Varint.Write(span, value));
    }
}
