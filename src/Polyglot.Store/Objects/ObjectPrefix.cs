namespace Polyglot.Store;

/// <summary>Finds the objects that an abbreviated id may stand for.</summary>
internal static class ObjectPrefix
{
    /// <summary>
    /// Matches a prefix against the objects of one folder (its two digits) where the prefix is that long, else against all.
    /// </summary>
    public static PrefixMatch Match(string prefix, Func<string, IEnumerable<ObjectId>> folder, Func<IEnumerable<ObjectId>> all)
    {
        if (prefix.Length is 0 or > Digest.HexLength || !prefix.All(char.IsAsciiHexDigitLower)) return new PrefixMatch.Malformed();
        var candidates = prefix.Length >= ObjectLayout.FolderDigits ? folder(prefix[..ObjectLayout.FolderDigits]) : all();
        var found = candidates.Where(id => id.ToString().StartsWith(prefix, StringComparison.Ordinal)).Order().Take(PrefixMatch.Ambiguous.Limit).ToList();
        return found.Count switch
        {
            0 => new PrefixMatch.None(),
            1 => new PrefixMatch.Unique(found[0]),
            _ => new PrefixMatch.Ambiguous(found),
        };
    }
}
