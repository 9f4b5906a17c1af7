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
internal sealed class JsonItem
{
    private JsonItem(JsonKind kind) => Kind = kind;

    public JsonKind Kind { get; }

    public double Number { get; private init; }

    public string Text { get; private init; } = "";

    public IReadOnlyList<JsonItem> Items { get; private init; } = [];

    /// <summary>The members in the order of their first occurrence.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonItem>> Members { get; private init; } = [];

    public static JsonItem Null { get; } = new(JsonKind.Null);

    public static JsonItem True { get; } = new(JsonKind.True);

    public static JsonItem False { get; } = new(JsonKind.False);

    public static JsonItem Of(double number) => new(JsonKind.Number) { Number = number };

    public static JsonItem Of(string text) => new(JsonKind.Text) { Text = text };

    public static JsonItem Of(List<JsonItem> items) => new(JsonKind.Array) { Items = items };

    public static JsonItem Of(List<KeyValuePair<string, JsonItem>> members) => new(JsonKind.Object) { Members = members };

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
}
