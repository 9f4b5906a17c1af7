using System.Buffers;
using System.Globalization;
using System.Text;

namespace Polyglot.East;

/// <summary>
/// Reads East text from a stream without holding it: text as printers write it, with any blanks of ASCII, and without references. What
/// it takes, it takes as <see cref="EastTextReader"/> does; all else it leaves to that.
/// </summary>
internal static class PlainTextReader
{
    private static readonly SearchValues<byte> DigitBytes = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> DateBytes = SearchValues.Create("0123456789-:.T"u8);
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789-+.eE"u8);

    private static readonly TypeCache<ReadingPlan> Plans = new(static type => ReadingPlan.Of(type, TypeText.Identifier));

    /// <exception cref="NotPlainException">The text has something else.</exception>
    public static object Read(EastType type, ByteSource source)
    {
        var from = new Utf8Cursor(source);
        var value = Read(ref from, Plans.Of(type));
        from.SkipBlanks();
        return from.Peek() < 0 ? value : throw new NotPlainException();
    }

    private static object Read(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.SkipBlanks();
        switch (plan.Node.Type.Kind)
        {
            case EastTypeKind.Null: return from.TryTake("null"u8) && AtTerminator(ref from) ? EastNull.Boxed : throw new NotPlainException();
            case EastTypeKind.Boolean: return from.TryTake("true"u8) || (from.TryTake("false"u8) ? false : throw new NotPlainException());
            case EastTypeKind.Integer: return ReadInteger(ref from);
            case EastTypeKind.Float: return ReadFloat(ref from);
            case EastTypeKind.String: return ReadString(ref from);
            case EastTypeKind.DateTime: return ReadDateTime(ref from);
            case EastTypeKind.Blob: return ReadBlob(ref from);
            case EastTypeKind.Never or EastTypeKind.Function or EastTypeKind.AsyncFunction: throw new NotPlainException();
        }
        from.Enter();
        var value = plan.Node.Type.Kind switch
        {
            EastTypeKind.Struct => ReadStruct(ref from, plan),
            EastTypeKind.Variant => ReadVariant(ref from, plan),
            EastTypeKind.Array => ReadArray(ref from, plan),
            EastTypeKind.Set => ReadSet(ref from, plan),
            EastTypeKind.Dict => ReadDict(ref from, plan),
            _ => ReadRef(ref from, plan),
        };
        from.Leave();
        return value;
    }

    private static long ReadInteger(ref Utf8Cursor from)
    {
        var isNegative = from.TryTake((byte)'-');
        var digits = from.TakeWhile(DigitBytes);
        Span<byte> text = stackalloc byte[32];
        if (digits.IsEmpty || digits.Length >= text.Length) throw new NotPlainException();
        text[0] = isNegative ? (byte)'-' : (byte)'0';
        digits.CopyTo(text[1..]);
        return long.TryParse(text[..(digits.Length + 1)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new NotPlainException();
    }

    private static double ReadFloat(ref Utf8Cursor from)
    {
        if (from.TryTake("NaN"u8)) return double.NaN;
        if (from.TryTake("Infinity"u8)) return double.PositiveInfinity;
        if (from.TryTake("-Infinity"u8)) return double.NegativeInfinity;
        var text = from.TakeWhile(NumberBytes);
        var first = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        return first < text.Length && char.IsAsciiDigit((char)text[first])
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new NotPlainException();
    }

    private static string ReadString(ref Utf8Cursor from)
    {
        from.Take((byte)'"');
        var text = Utf8Cursor.Text(from.TakeQuoted(out var hasEscapes));
        if (!hasEscapes) return text;
        var unescaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[++i] is not ('\\' or '"')) throw new NotPlainException();
            unescaped.Append(text[i]);
        }
        return unescaped.ToString();
    }

    private static EastDateTime ReadDateTime(ref Utf8Cursor from)
    {
        var scanner = new EastTextScanner(Encoding.ASCII.GetString(from.TakeWhile(DateBytes)));
        try
        {
            var value = (EastDateTime)scanner.ReadScalar(EastType.DateTime, Place.Root());
            return scanner.AtEnd ? value : throw new NotPlainException();
        }
        catch (EastTextFailure)
        {
            throw new NotPlainException();
        }
    }

    private static EastBlob ReadBlob(ref Utf8Cursor from)
    {
        if (!from.TryTake("0x"u8)) throw new NotPlainException();
        return HexText.Take(ref from) ?? throw new NotPlainException();
    }

    private static EastStruct ReadStruct(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'(');
        var fields = new object?[plan.Parts.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            from.SkipBlanks();
            if (!from.TryTake(plan.Names[i])) throw new NotPlainException();
            from.SkipBlanks();
            from.Take((byte)'=');
            fields[i] = Read(ref from, plan.Parts[i]);
            from.SkipBlanks();
            if (!from.TryTake((byte)',') && i + 1 < fields.Length) throw new NotPlainException();
        }
        from.SkipBlanks();
        from.Take((byte)')');
        return EastStruct.Of((StructType)plan.Node.Type, fields);
    }

    private static EastVariant ReadVariant(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'.');
        var type = (VariantType)plan.Node.Type;
        var index = FindCase(ref from, plan);
        if (index < 0) throw new NotPlainException();
        var tag = type.Cases[index];
        if (tag.Type.Kind != EastTypeKind.Null) return new EastVariant(tag, Read(ref from, plan.Parts[index]));
        from.SkipBlanks();
        if (!AtTerminator(ref from) && !(from.TryTake("null"u8) && AtTerminator(ref from))) throw new NotPlainException();
        return new EastVariant(tag, EastNull.Boxed);
    }

    private static int FindCase(ref Utf8Cursor from, ReadingPlan plan)
    {
        if (from.Peek() == '`')
        {
            for (var i = 0; i < plan.Names.Length; i++)
                if (plan.Names[i][0] == '`' && from.TryTake(plan.Names[i])) return i;
            return -1;
        }
        var name = from.TakeWhile(NameBytes);
        for (var i = 0; i < plan.Names.Length; i++)
            if (name.SequenceEqual(plan.Names[i])) return i;
        return -1;
    }

    private static object ReadArray(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'[');
        var array = (IEastArray)EastValues.NewContainer(plan.Node);
        from.SkipBlanks();
        if (from.TryTake((byte)']')) return array;
        do
        {
            from.SkipBlanks();
            if (array is EastArray<double> floats) floats.Add(ReadFloat(ref from));
            else if (array is EastArray<long> integers) integers.Add(ReadInteger(ref from));
            else array.Add(Read(ref from, plan.Parts[0]));
            from.SkipBlanks();
        }
        while (from.TryTake((byte)','));
        from.Take((byte)']');
        return array;
    }

    private static object ReadSet(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'{');
        var set = (IEastSet)EastValues.NewContainer(plan.Node);
        from.SkipBlanks();
        if (from.TryTake((byte)'}')) return set;
        do
        {
            set.Add(Read(ref from, plan.Parts[0]));
            from.SkipBlanks();
        }
        while (from.TryTake((byte)','));
        from.Take((byte)'}');
        return set;
    }

    private static object ReadDict(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'{');
        var dict = (IEastDict)EastValues.NewContainer(plan.Node);
        from.SkipBlanks();
        if (from.TryTake((byte)':'))
        {
            from.SkipBlanks();
            from.Take((byte)'}');
            return dict;
        }
        if (from.TryTake((byte)'}')) return dict;
        do
        {
            var key = Read(ref from, plan.Parts[0]);
            from.SkipBlanks();
            from.Take((byte)':');
            dict.Set(key, Read(ref from, plan.Parts[1]));
            from.SkipBlanks();
        }
        while (from.TryTake((byte)','));
        from.Take((byte)'}');
        return dict;
    }

    private static object ReadRef(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'&');
        var cell = (IEastRef)EastValues.NewContainer(plan.Node);
        cell.Value = Read(ref from, plan.Parts[0]);
        return cell;
    }

    private static bool AtTerminator(ref Utf8Cursor from) => from.Peek() is -1 or ' ' or '\t' or '\r' or '\n' or ',' or ')' or ']' or '}';
}
