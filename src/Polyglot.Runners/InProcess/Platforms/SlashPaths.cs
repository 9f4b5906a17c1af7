namespace Polyglot.Runners;

/// <summary>Paths with slashes, as text: the same on every system, and nothing is looked at. Pure.</summary>
internal static class SlashPaths
{
    public static string Join(IEnumerable<string> parts) => Normalize(string.Join('/', parts.Where(p => p.Length > 0)));

    /// <summary>The absolute path; one that is not begins at the root, since a task has no folder that its results may depend on.</summary>
    public static string Resolve(string path)
    {
        var result = Normalize("/" + path).TrimEnd('/');
        return result.Length == 0 ? "/" : result;
    }

    public static string Directory(string path)
    {
        if (path.Length == 0) return ".";
        var trimmed = path.TrimEnd('/');
        if (trimmed.Length == 0) return "/";
        var slash = trimmed.LastIndexOf('/');
        if (slash < 0) return ".";
        var head = trimmed[..slash].TrimEnd('/');
        return head.Length > 0 ? head : slash == 1 ? "//" : "/";
    }

    public static string Base(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    public static string Extension(string path)
    {
        var name = Base(path);
        var dot = name.LastIndexOf('.');
        return dot <= 0 || name == ".." ? "" : name[dot..];
    }

    private static string Normalize(string path)
    {
        if (path.Length == 0) return ".";
        var isAbsolute = path[0] == '/';
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && kept.Count > 0 && kept[^1] != "..") kept.RemoveAt(kept.Count - 1);
            else if (part == ".." && isAbsolute) continue;
            else if (part.Length > 0 && part != ".") kept.Add(part);
        }
        var result = string.Join('/', kept);
        if (result.Length > 0 && path[^1] == '/') result += "/";
        if (isAbsolute) return "/" + result;
        return result.Length > 0 ? result : path[^1] == '/' ? "./" : ".";
    }
}
