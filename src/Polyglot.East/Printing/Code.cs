namespace Polyglot.East;

/// <summary>Some code, of one or more lines, each line indented relative to the first.</summary>
/// <param name="Text">The code.</param>
/// <param name="Strength">How tightly its outermost operator binds.</param>
internal readonly record struct Code(string Text, Strength Strength = Strength.Whole)
{
    private const int MaxWidth = 100;

    public bool IsOneLine => !Text.Contains('\n', StringComparison.Ordinal);

    /// <summary>In parentheses where it would otherwise be taken apart.</summary>
    public string AtLeast(Strength strength) => Strength < strength ? $"({Text})" : Text;

    /// <summary>Four blanks further right, the first line included.</summary>
    public static string Indent(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    /// <summary>Between brackets: on one line where everything fits, otherwise one item a line; a last item that is a block may stay.</summary>
    public static string List(string open, IReadOnlyList<string> items, string close)
    {
        var width = open.Length + close.Length;
        var lines = 0;
        for (var i = 0; i < items.Count; i++)
        {
            width += items[i].Length + 2;
            if (!items[i].Contains('\n', StringComparison.Ordinal)) continue;
            width -= items[i].Length - items[i].IndexOf('\n', StringComparison.Ordinal);
            lines += i == items.Count - 1 && items[i][^1] == '}' ? 0 : 1;
        }
        return lines == 0 && width <= MaxWidth
            ? open + string.Join(", ", items) + close
            : $"{open}\n{Indent(string.Join(",\n", items))},\n{close}";
    }

    /// <summary>In braces: on one line where it is short, otherwise on lines of its own.</summary>
    public static string Braces(string body, bool mayInline) =>
        body.Length == 0 ? "{}" : mayInline && body.Length <= MaxWidth / 2 && !body.Contains('\n', StringComparison.Ordinal) ? $"{{ {body} }}" : $"{{\n{Indent(body)}\n}}";
}

/// <summary>How tightly operators bind, the loosest first.</summary>
internal enum Strength
{
    /// <summary>Reaches as far right as it can: assignments, <c>return</c>, <c>throw</c>.</summary>
    Statement,
    As,
    Compare,
    Or,
    Xor,
    And,
    Add,
    Multiply,
    Power,
    Prefix,
    Postfix,

    /// <summary>Cannot be taken apart.</summary>
    Whole,
}
