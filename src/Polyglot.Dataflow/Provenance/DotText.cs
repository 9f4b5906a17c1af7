using System.Text;

namespace Polyglot.Dataflow.Provenance;

/// <summary>Texts in the DOT language of Graphviz.</summary>
public static class DotText
{
    /// <summary>A text between double quotes, as DOT reads it back: quotes and backslashes escaped, line ends as <c>\n</c>, other control characters left out.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c == '\n') quoted.Append("\\n");
            else if (!char.IsControl(c)) quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
