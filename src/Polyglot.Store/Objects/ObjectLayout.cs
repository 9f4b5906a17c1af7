namespace Polyglot.Store;

/// <summary>Where objects lie: <c>objects/ab/cdef….beast2</c>, 2 and 62 hex digits of the id.</summary>
internal sealed class ObjectLayout(string root)
{
    public const string Extension = ".beast2";
    public const int FolderDigits = 2;
    private const int NameDigits = Digest.HexLength - FolderDigits;

    private readonly string _prefix = Path.Join(root, "x")[..^1];

    /// <summary>The folder of all objects.</summary>
    public string Root => root;

    /// <summary>The path of an object.</summary>
    public string PathOf(ObjectId id) =>
        string.Create(_prefix.Length + FolderDigits + 1 + NameDigits + Extension.Length, (_prefix, id), static (span, from) =>
        {
            Span<char> hex = stackalloc char[Digest.HexLength];
            from.id.Digest.Format(hex);
            from._prefix.CopyTo(span);
            span = span[from._prefix.Length..];
            hex[..FolderDigits].CopyTo(span);
            span[FolderDigits] = Path.DirectorySeparatorChar;
            hex[FolderDigits..].CopyTo(span[(FolderDigits + 1)..]);
            Extension.CopyTo(span[(FolderDigits + 1 + NameDigits)..]);
        });

    /// <summary>The object whose file is <paramref name="file"/> in <paramref name="folder"/> (bare names); null when they are not an object's.</summary>
    public static ObjectId? IdOf(ReadOnlySpan<char> folder, ReadOnlySpan<char> file)
    {
        if (folder.Length != FolderDigits || file.Length != NameDigits + Extension.Length || !file.EndsWith(Extension, StringComparison.Ordinal)) return null;
        Span<char> hex = stackalloc char[Digest.HexLength];
        folder.CopyTo(hex);
        file[..NameDigits].CopyTo(hex[FolderDigits..]);
        return ObjectId.TryParse(hex, out var id) ? id : null;
    }
}
