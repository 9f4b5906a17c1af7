using System.Text;

namespace Polyglot.East;

/// <summary>
/// East's own text of a type (spec 3.4): what <see cref="EastText"/> prints for the type seen as a value, for instance
/// <c>.Array .Struct [(name="a", type=.Integer)]</c>.
/// </summary>
public static class TypeText
{
    /// <summary>The East text of a type; open types print too.</summary>
    public static string Print(EastType type)
    {
        var text = new StringBuilder();
        Append(text, type);
        return text.ToString();
    }

    /// <summary>A name as East text and the friendly syntax write it: bare when it is a plain identifier, otherwise in backticks, with every backslash and backtick escaped (spec 9, quirk 8: fixed).</summary>
    public static string Identifier(string name) =>
        IsPlain(name) ? name : "`" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`";

    /// <summary>Whether the name matches <c>[A-Za-z_][A-Za-z0-9_]*</c>.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsStart(name[0])) return false;
        foreach (var c in name)
            if (!IsPart(c)) return false;
        return true;
    }

    internal static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    internal static void Append(StringBuilder text, EastType type)
    {
        text.Append('.').Append(type.Kind);
        switch (type)
        {
            case RefType t:
                Append(text.Append(' '), t.Content);
                break;
            case ArrayType t:
                Append(text.Append(' '), t.Element);
                break;
            case SetType t:
                Append(text.Append(' '), t.Key);
                break;
            case DictType t:
                Append(text.Append(" (key="), t.Key);
                Append(text.Append(", value="), t.Value);
                text.Append(')');
                break;
            case StructType t:
                AppendNamed(text, t.Fields.Length, i => (t.Fields[i].Name, t.Fields[i].Type));
                break;
            case VariantType t:
                AppendNamed(text, t.Cases.Length, i => (t.Cases[i].Name, t.Cases[i].Type));
                break;
            case FunctionType t:
                text.Append(" (inputs=[");
                for (var i = 0; i < t.Inputs.Length; i++) Append(text.Append(i == 0 ? "" : ", "), t.Inputs[i]);
                Append(text.Append("], output="), t.Output);
                text.Append(')');
                break;
            case RecursiveType t:
                text.Append(' ').Append(t.Levels);
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, int count, Func<int, (string Name, EastType Type)> part)
    {
        text.Append(" [");
        for (var i = 0; i < count; i++)
        {
            var (name, type) = part(i);
            text.Append(i == 0 ? "(name=" : ", (name=");
            Append(text.Append(QuotedText.Of(name)).Append(", type="), type);
            text.Append(')');
        }
        text.Append(']');
    }
}
