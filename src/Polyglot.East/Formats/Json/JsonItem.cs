namespace Polyglot.East;

internal enum JsonKind
{
    Null,
    True,
    False,
    Number,
    Text,
    Array,
    Object,
}

/// <summary>
/// A JSON value as ECMAScript's <c>JSON.parse</c> sees it: numbers are doubles, text may have unpaired surrogates, of equal member names
/// the last one counts. As text it is what <c>JSON.stringify</c> makes of it.
/// </summary>
internal class JsonItem
{
    private JsonItem(JsonKind kind) => Kind = kind;

    public JsonKind Kind { get; }

    public virtual double Number => 0;

    public virtual string Text => "";

    public virtual IReadOnlyList<JsonItem> Items => [];

    /// <summary>The members in the order of their first occurrence.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, JsonItem>> Members => [];

    public static JsonItem Null { get; } = new(JsonKind.Null);

    public static JsonItem True { get; } = new(JsonKind.True);

    public static JsonItem False { get; } = new(JsonKind.False);

    public static JsonItem Of(double number) => new NumberItem(number);

    public static JsonItem Of(string text) => new TextItem(text);

    public static JsonItem Of(List<JsonItem> items) => new ArrayItem([.. items]);

    public static JsonItem Of(List<KeyValuePair<string, JsonItem>> members) => new ObjectItem([.. members]);

    public JsonItem? Member(string name)
    {
        foreach (var (known, value) in Members)
            if (known == name) return value;
        return null;
    }

    public override string ToString()
    {
        using var text = new StringWriter();
        Write(text);
        return text.ToString();
    }

    private void Write(StringWriter to)
    {
        switch (Kind)
        {
            case JsonKind.Null: to.Write("null"); break;
            case JsonKind.True: to.Write("true"); break;
            case JsonKind.False: to.Write("false"); break;
            case JsonKind.Number: to.Write(FloatText.Stringify(Number)); break;
            case JsonKind.Text: QuotedText.Write(to, Text); break;
            case JsonKind.Array:
                to.Write('[');
                for (var i = 0; i < Items.Count; i++)
                {
                    if (i > 0) to.Write(',');
                    Items[i].Write(to);
                }
                to.Write(']');
                break;
            default:
                to.Write('{');
                for (var i = 0; i < Members.Count; i++)
                {
                    if (i > 0) to.Write(',');
                    QuotedText.Write(to, Members[i].Key);
                    to.Write(':');
                    Members[i].Value.Write(to);
                }
                to.Write('}');
                break;
        }
    }

    private sealed class NumberItem(double number) : JsonItem(JsonKind.Number)
    {
        public override double Number => number;
    }

    private sealed class TextItem(string text) : JsonItem(JsonKind.Text)
    {
        public override string Text => text;
    }

    private sealed class ArrayItem(JsonItem[] items) : JsonItem(JsonKind.Array)
    {
        public override IReadOnlyList<JsonItem> Items => items;
    }

    private sealed class ObjectItem(KeyValuePair<string, JsonItem>[] members) : JsonItem(JsonKind.Object)
    {
        public override IReadOnlyList<KeyValuePair<string, JsonItem>> Members => members;
    }
}
