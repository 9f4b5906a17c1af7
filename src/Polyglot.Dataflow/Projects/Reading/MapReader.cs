using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>
/// Takes the known keys out of a mapping; <see cref="Finish"/> reports the rest with what was probably meant. Every <c>Take…</c>
/// reports a value of the wrong shape and returns null, as it does where the key is absent.
/// </summary>
internal sealed class MapReader(MapNode map, string where, ProblemList problems)
{
    // A list, not a set: there are few keys, and ten thousand tasks each have their reader.
    private readonly List<string> _known = new(24);

    public SourcePosition Position => map.Position;

    /// <summary>The mapping, or null after reporting that something else is there.</summary>
    public static MapReader? Of(DocumentNode node, string where, ProblemList problems)
    {
        if (node is MapNode map) return new(map, where, problems);
        problems.Add(node.Position, ProjectMessages.Expected($"a mapping for {where}", node.Describe()));
        return null;
    }

    public DocumentNode? Take(string key)
    {
        if (!_known.Contains(key)) _known.Add(key);
        foreach (var entry in map.Entries)
            if (entry.Key == key) return entry.Value;
        return null;
    }

    /// <summary>A text that is not empty; a number or boolean without quotes is not a text.</summary>
    public ScalarNode? TakeText(string key) => Take(key) is { } node ? Text(node, key, problems) : null;

    public static ScalarNode? Text(DocumentNode node, string what, ProblemList problems)
    {
        if (node is not ScalarNode { Kind: ScalarKind.String } text)
        {
            problems.Add(node.Position, ProjectMessages.Expected($"text for `{what}`", node.Describe()));
            return null;
        }
        if (text.Text.Length > 0 && !text.Text.Contains('\0')) return text;
        problems.Add(node.Position, text.Text.Length == 0 ? ProjectMessages.EmptyText : ProjectMessages.NulCharacter);
        return null;
    }

    /// <summary>One of the texts of an enumeration, as its value.</summary>
    public T? TakeOneOf<T>(string key, IReadOnlyList<(string Text, T Value)> allowed)
        where T : struct
    {
        if (TakeText(key) is not { } node) return null;
        foreach (var (text, value) in allowed)
            if (text == node.Text) return value;
        var names = allowed.Select(a => a.Text).ToList();
        problems.Add(node.Position, ProjectMessages.OneOf(node.Text, names), suggestion: DidYouMean.Among(node.Text, names));
        return null;
    }

    /// <summary>A boolean; null where the key is absent, and after reporting another value.</summary>
    public bool? TakeBoolean(string key)
    {
        if (Take(key) is not { } node) return null;
        if (node is ScalarNode { Kind: ScalarKind.Boolean } scalar) return scalar.Text is "true" or "True" or "TRUE";
        problems.Add(node.Position, ProjectMessages.Expected($"true or false for `{key}`", node.Describe()));
        return null;
    }

    /// <summary>A list of texts; absent and wrong are both empty.</summary>
    public IReadOnlyList<ScalarNode> TakeTexts(string key)
    {
        if (Take(key) is not { } node) return [];
        if (node is not ListNode list)
        {
            problems.Add(node.Position, ProjectMessages.Expected($"a list for `{key}`", node.Describe()));
            return [];
        }
        return list.Items.Select(item => Text(item, key, problems)).OfType<ScalarNode>().ToList();
    }

    /// <summary>The entries of a mapping; absent and wrong are both empty.</summary>
    public IReadOnlyList<MapEntry> TakeEntries(string key)
    {
        if (Take(key) is not { } node) return [];
        if (node is MapNode inner) return inner.Entries;
        problems.Add(node.Position, ProjectMessages.Expected($"a mapping for `{key}`", node.Describe()));
        return [];
    }

    /// <summary>Reports every key that was never asked for.</summary>
    public void Finish()
    {
        foreach (var entry in map.Entries)
        {
            if (_known.Contains(entry.Key)) continue;
            problems.Add(entry.KeyPosition, ProjectMessages.UnknownKey(entry.Key, where), ProjectMessages.KnownKeys(_known),
                DidYouMean.Among(entry.Key, _known));
        }
    }
}
