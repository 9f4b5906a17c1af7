using System.Globalization;

namespace Polyglot.Store;

/// <summary>The file <c>format</c>: the words <c>polyglot</c> and the number of the repository's format.</summary>
internal static class RepositoryFormat
{
    public const int Version = 1;
    private const string FileName = "format";
    private const string Unfinished = ".new";
    private const string Word = "polyglot";
    private const int MaxLength = 200;

    private static string Current { get; } = string.Create(CultureInfo.InvariantCulture, $"{Word} {Version}");

    /// <summary>The format file of a repository.</summary>
    public static string PathIn(string repository) => Path.Combine(repository, FileName);

    /// <summary>Whether a path is what a making that was killed may have left: it is no reason not to make a repository.</summary>
    public static bool IsUnfinished(string path) => Path.GetFileName(path) == FileName + Unfinished;

    /// <summary>Says that this is a repository of the current format; the file appears whole.</summary>
    public static void Write(string repository)
    {
        var path = PathIn(repository);
        var aside = path + Unfinished;
        File.WriteAllText(aside, Current + "\n");
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Refuses what is not a repository, or one that this code does not know.</summary>
    public static void Check(string repository)
    {
        var path = PathIn(repository);
        var info = new FileInfo(path);
        if (!info.Exists) throw new StoreException(StoreError.NotARepository, StoreMessages.NotARepository(repository));
        var text = info.Length > MaxLength ? "" : File.ReadAllText(path).Trim();
        if (text == Current) return;
        if (text.Split(' ') is [Word, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > Version)
            throw new StoreException(StoreError.NewerFormat, StoreMessages.NewerFormat(repository, text, Current));
        throw new StoreException(StoreError.BadFormat, StoreMessages.BadFormat(path));
    }
}
