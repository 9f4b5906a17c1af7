namespace Polyglot.East;

/// <summary>What Structs and Variants do with their lists of names and types.</summary>
internal static class NamedParts
{
    public static EastType[] Types(ReadOnlySpan<(string Name, EastType Type)> parts)
    {
        var types = new EastType[parts.Length];
        for (var i = 0; i < types.Length; i++) types[i] = parts[i].Type;
        return types;
    }

    public static int Hash(ReadOnlySpan<(string Name, EastType Type)> parts)
    {
        var hash = new HashCode();
        foreach (var (name, _) in parts) hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    public static string? FirstDuplicate(ReadOnlySpan<(string Name, EastType Type)> parts)
    {
        if (parts.Length < 2) return null;
        var seen = new HashSet<string>(parts.Length, StringComparer.Ordinal);
        foreach (var (name, _) in parts)
            if (!seen.Add(name)) return name;
        return null;
    }
}
