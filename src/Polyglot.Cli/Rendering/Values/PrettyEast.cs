using System.Text;
using Polyglot.East;

namespace Polyglot.Cli.Rendering.Values;

/// <summary>
/// East text laid out for people: what fits on a line stays on one, the rest is indented. With a limit, long lists are cut in the middle;
/// without one the text reads back as the same value, as far as East text does.
/// </summary>
internal sealed class PrettyEast(TextWriter to, int width, int? limit)
{
    private const int Indent = 2;
    private const int LargestCompact = 4000;

    /// <summary>Prints a value and a line end.</summary>
    public void Write(EastType type, object? value)
    {
        // References within a value count from its root, and cycles have no other form: such values are left as they are.
        if (type.ContainsRecursion || HasRepeats(EastText.Print(type, value))) to.WriteLine(Printable.Lines(EastText.Print(type, value)));
        else
        {
            Write(type, value, 0, 0);
            to.WriteLine();
        }
    }

    /// <param name="type">The value's type.</param>
    /// <param name="value">The value.</param>
    /// <param name="depth">How far lines are indented.</param>
    /// <param name="used">Columns of this line that are taken.</param>
    private void Write(EastType type, object? value, int depth, int used)
    {
        if (Compact(type, value, width - used) is { } compact)
        {
            to.Write(Printable.Lines(compact));
            return;
        }
        switch (type)
        {
            case ArrayType t:
                Items("[", "]", ((IEastArray)value!).Count, depth, i => Write(t.Element, ((IEastArray)value!)[i], depth + 1, Columns(depth + 1)));
                break;
            case SetType t:
                var keys = ((IEastSet)value!).Keys.ToList();
                Items("{", "}", keys.Count, depth, i => Write(t.Key, keys[i], depth + 1, Columns(depth + 1)));
                break;
            case DictType t:
                var entries = ((IEastDict)value!).Entries.ToList();
                Items("{", "}", entries.Count, depth, i =>
                {
                    var key = EastText.Print(t.Key, entries[i].Key) + ": ";
                    to.Write(Printable.Lines(key));
                    Write(t.Value, entries[i].Value, depth + 1, Columns(depth + 1) + key.Length);
                });
                break;
            case StructType t:
                Items("(", ")", t.Fields.Length, depth, i =>
                {
                    var name = Name(t.Fields[i].Name) + "=";
                    to.Write(Printable.Lines(name));
                    Write(t.Fields[i].Type, ((EastStruct)value!)[i], depth + 1, Columns(depth + 1) + name.Length);
                }, all: true);
                break;
            case VariantType t when value is EastVariant variant:
                var head = $".{Name(variant.Case)} ";
                to.Write(Printable.Lines(head));
                Write(t.Cases[t.IndexOf(variant.Case)].Type, variant.Payload, depth, used + head.Length);
                break;
            case RefType t:
                to.Write('&');
                Write(t.Content, ((IEastRef)value!).Value, depth, used + 1);
                break;
            default:
                to.Write(Printable.Lines(EastText.Print(type, value)));
                break;
        }
    }

    private void Items(string open, string close, int count, int depth, Action<int> write, bool all = false)
    {
        var (head, tail) = !all && limit is { } most && count > most ? ((most + 1) / 2, most / 2) : (count, 0);
        to.WriteLine(open);
        for (var i = 0; i < count; i++)
        {
            if (i == head && head + tail < count)
            {
                to.WriteLine($"{Blanks(depth + 1)}… {count - head - tail} more");
                i = count - tail;
                if (i == count) break;
            }
            to.Write(Blanks(depth + 1));
            write(i);
            to.WriteLine(i < count - 1 ? "," : "");
        }
        to.Write(Blanks(depth) + close);
    }

    /// <summary>The text on one line, or null when it does not fit there.</summary>
    private string? Compact(EastType type, object? value, int room)
    {
        if (room <= 0 || Weight(value) > LargestCompact || (limit is { } most && Longest(type, value) > most)) return null;
        var text = EastText.Print(type, value);
        return DisplayWidth.Of(text) <= room ? text : null;
    }

    /// <summary>A lower bound of the characters that a value takes, cheap to have.</summary>
    private static int Weight(object? value) => value switch
    {
        IEastArray array => array.Count,
        IEastSet set => set.Count,
        IEastDict dict => dict.Count,
        EastBlob blob => blob.Length,
        string text => text.Length,
        _ => 0,
    };

    /// <summary>The longest list within a value that could fit on a line.</summary>
    private static int Longest(EastType type, object? value) => (type, value) switch
    {
        (StructType t, EastStruct s) => t.Fields.Select((f, i) => Longest(f.Type, s[i])).DefaultIfEmpty(0).Max(),
        (VariantType t, EastVariant v) => Longest(t.Cases[t.IndexOf(v.Case)].Type, v.Payload),
        (RefType t, IEastRef r) => Longest(t.Content, r.Value),
        (_, IEastArray or IEastSet or IEastDict) => Weight(value),
        _ => 0,
    };

    // A reference is digits and a number sign outside quotes; only values with shared containers have them.
    private static bool HasRepeats(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] == '#') return true;
        }
        return false;
    }

    private static string Name(string name)
    {
        var plain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (plain) return name;
        var quoted = new StringBuilder("`");
        foreach (var c in name) quoted.Append(c is '\\' or '`' ? "\\" : "").Append(c);
        return quoted.Append('`').ToString();
    }

    private static int Columns(int depth) => depth * Indent;

    private static string Blanks(int depth) => new(' ', depth * Indent);
}
