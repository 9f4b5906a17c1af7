using System.Buffers;
using System.Globalization;

namespace Polyglot.East;

/// <summary>
/// Reads JSON from a stream without holding it: JSON as printers write it, with blanks and with the members of Structs in any order, and
/// without references. What it takes, it takes as <see cref="EastJsonReader"/> does; all else it leaves to that.
/// </summary>
internal static class PlainJsonReader
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789-+.eE"u8);

    private static readonly TypeCache<ReadingPlan> Plans = new(static type => ReadingPlan.Of(type, QuotedText.Of));

    /// <exception cref="NotPlainException">The text has something else.</exception>
    public static object Read(EastType type, ByteSource source)
    {
        var from = new Utf8Cursor(source);
        try
        {
            var value = Read(ref from, Plans.Of(type));
            from.SkipBlanks();
            return from.Peek() < 0 ? value : throw new NotPlainException();
        }
        catch (EastJsonFailure)
        {
            throw new NotPlainException();
        }
    }

    private static object Read(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.SkipBlanks();
        switch (plan.Node.Type.Kind)
        {
            case EastTypeKind.Null: return from.TryTake("null"u8) ? EastNull.Boxed : throw new NotPlainException();
            case EastTypeKind.Boolean: return from.TryTake("true"u8) || (from.TryTake("false"u8) ? false : throw new NotPlainException());
            case EastTypeKind.Integer: return ReadInteger(ref from);
            case EastTypeKind.Float: return ReadFloat(ref from);
            case EastTypeKind.String: return ReadString(ref from);
            case EastTypeKind.DateTime or EastTypeKind.Blob:
                return JsonScalars.Read(plan.Node.Type.Kind, JsonItem.Of(ReadString(ref from)), Place.Root());
            case EastTypeKind.Never or EastTypeKind.Function or EastTypeKind.AsyncFunction: throw new NotPlainException();
        }
        from.Enter();
        var value = plan.Node.Type.Kind switch
        {
            EastTypeKind.Struct => ReadStruct(ref from, plan),
            EastTypeKind.Variant => ReadVariant(ref from, plan),
            _ => ReadContainer(ref from, plan),
        };
        from.Leave();
        return value;
    }

    private static long ReadInteger(ref Utf8Cursor from)
    {
        from.Take((byte)'"');
        var text = from.TakeQuoted(out _);
        var first = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        return first < text.Length && char.IsAsciiDigit((char)text[first])
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new NotPlainException();
    }

    private static double ReadFloat(ref Utf8Cursor from)
    {
        if (from.Peek() == '"')
            return from.TryTake("\"-0.0\""u8) ? double.NegativeZero
                : from.TryTake("\"NaN\""u8) ? double.NaN
                : from.TryTake("\"Infinity\""u8) ? double.PositiveInfinity
                : from.TryTake("\"-Infinity\""u8) ? double.NegativeInfinity
                : throw new NotPlainException();
        var text = from.TakeWhile(NumberBytes);
        return IsNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new NotPlainException();
    }

    /// <summary>Whether JSON's grammar allows this; the parser of .NET, which comes next, refuses what this does not look at.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == '-') text = text[1..];
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0])) return false;
        if (text[0] == '0' && text.Length > 1 && char.IsAsciiDigit((char)text[1])) return false;
        var point = text.IndexOf((byte)'.');
        return point < 0 || (point + 1 < text.Length && char.IsAsciiDigit((char)text[point + 1]));
    }

    private static string ReadString(ref Utf8Cursor from)
    {
        from.Take((byte)'"');
        var inside = from.TakeQuoted(out var hasEscapes);
        if (inside.IndexOfAnyInRange((byte)0, (byte)31) >= 0) throw new NotPlainException();
        var text = Utf8Cursor.Text(inside);
        return hasEscapes ? JsonText.Unescape(text) ?? throw new NotPlainException() : text;
    }

    private static EastStruct ReadStruct(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'{');
        var fields = new object?[plan.Parts.Length];
        for (var read = 0; read < fields.Length; read++)
        {
            if (read > 0) Separator(ref from, (byte)',');
            from.SkipBlanks();
            var field = TakeName(ref from, plan, read);
            if (field < 0 || fields[field] is not null) throw new NotPlainException();
            Separator(ref from, (byte)':');
            fields[field] = Read(ref from, plan.Parts[field]);
        }
        Separator(ref from, (byte)'}');
        return EastStruct.Of((StructType)plan.Node.Type, fields);
    }

    private static EastVariant ReadVariant(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'{');
        from.SkipBlanks();
        if (!from.TryTake("\"type\""u8)) throw new NotPlainException();
        Separator(ref from, (byte)':');
        from.SkipBlanks();
        var index = TakeName(ref from, plan, 0);
        if (index < 0) throw new NotPlainException();
        Separator(ref from, (byte)',');
        from.SkipBlanks();
        if (!from.TryTake("\"value\""u8)) throw new NotPlainException();
        Separator(ref from, (byte)':');
        var value = new EastVariant(((VariantType)plan.Node.Type).Cases[index], Read(ref from, plan.Parts[index]));
        Separator(ref from, (byte)'}');
        return value;
    }

    /// <summary>The position of the name that comes next; the expected one is tried first. -1 when it is none of them as printers write it.</summary>
    private static int TakeName(ref Utf8Cursor from, ReadingPlan plan, int expected)
    {
        for (var i = 0; i < plan.Names.Length; i++)
        {
            var at = (expected + i) % plan.Names.Length;
            if (from.TryTake(plan.Names[at])) return at;
        }
        return -1;
    }

    private static object ReadContainer(ref Utf8Cursor from, ReadingPlan plan)
    {
        from.Take((byte)'[');
        var container = EastValues.NewContainer(plan.Node);
        if (container is IEastRef cell)
        {
            cell.Value = Read(ref from, plan.Parts[0]);
        }
        else
        {
            from.SkipBlanks();
            if (from.TryTake((byte)']')) return container;
            do ReadElement(ref from, plan, container);
            while (IsMore(ref from));
        }
        Separator(ref from, (byte)']');
        return container;
    }

    private static void ReadElement(ref Utf8Cursor from, ReadingPlan plan, object container)
    {
        switch (container)
        {
            case EastArray<double> floats:
                from.SkipBlanks();
                floats.Add(ReadFloat(ref from));
                break;
            case IEastArray array: array.Add(Read(ref from, plan.Parts[0])); break;
            case IEastSet set: set.Add(Read(ref from, plan.Parts[0])); break;
            case IEastDict dict:
                Separator(ref from, (byte)'{');
                from.SkipBlanks();
                if (!from.TryTake("\"key\""u8)) throw new NotPlainException();
                Separator(ref from, (byte)':');
                var key = Read(ref from, plan.Parts[0]);
                Separator(ref from, (byte)',');
                from.SkipBlanks();
                if (!from.TryTake("\"value\""u8)) throw new NotPlainException();
                Separator(ref from, (byte)':');
                dict.Set(key, Read(ref from, plan.Parts[1]));
                Separator(ref from, (byte)'}');
                break;
        }
    }

    private static bool IsMore(ref Utf8Cursor from)
    {
        from.SkipBlanks();
        return from.TryTake((byte)',');
    }

    private static void Separator(ref Utf8Cursor from, byte expected)
    {
        from.SkipBlanks();
        from.Take(expected);
    }
}
