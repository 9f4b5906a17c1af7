using System.Globalization;
using System.Text;

namespace Polyglot.Store;

/// <summary>Where executions lie: <c>executions/ab/cdef…/</c> with the files <c>output</c>, <c>N.beast2</c> and <c>lock</c>.</summary>
internal sealed class ExecutionLayout(string root)
{
    public const string OutputName = "output";
    public const string LockName = "lock";
    private const int FolderDigits = 2;

    /// <summary>The folder of all executions.</summary>
    public string Root => root;

    /// <summary>The folder of an execution.</summary>
    public string FolderOf(ExecutionId id)
    {
        Span<char> hex = stackalloc char[Digest.HexLength];
        id.Digest.Format(hex);
        return Path.Join(root, hex[..FolderDigits], hex[FolderDigits..]);
    }

    /// <summary>The file that holds the output's id.</summary>
    public string OutputOf(ExecutionId id) => Path.Join(FolderOf(id), OutputName);

    /// <summary>How long <see cref="WriteOutputPath"/>'s paths are: the digits, a separator among and one after them, the name and the zero.</summary>
    public static int OutputPathLength => Digest.HexLength + 2 + OutputName.Length + 1;

    /// <summary>The path of <see cref="OutputOf"/> below the folder of all executions, in UTF-8, with a zero at its end.</summary>
    public static void WriteOutputPath(ExecutionId id, Span<byte> path)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        id.CopyTo(digest);
        var at = 0;
        for (var i = 0; i < digest.Length; i++)
        {
            path[at++] = "0123456789abcdef"u8[digest[i] >> 4];
            path[at++] = "0123456789abcdef"u8[digest[i] & 0xF];
            if (at == FolderDigits) path[at++] = (byte)Path.DirectorySeparatorChar;
        }
        path[at++] = (byte)Path.DirectorySeparatorChar;
        "output\0"u8.CopyTo(path[at..]);
    }

    /// <summary>The claim.</summary>
    public string LockOf(ExecutionId id) => Path.Join(FolderOf(id), LockName);

    /// <summary>Attempt <paramref name="number"/>.</summary>
    public string AttemptOf(ExecutionId id, int number) =>
        Path.Join(FolderOf(id), string.Create(CultureInfo.InvariantCulture, $"{number}{ObjectLayout.Extension}"));

    /// <summary>The attempt's number from a bare file name; null where it is none.</summary>
    public static int? NumberOf(ReadOnlySpan<char> file)
    {
        if (!file.EndsWith(ObjectLayout.Extension, StringComparison.Ordinal)) return null;
        var digits = file[..^ObjectLayout.Extension.Length];
        if (digits.Length is 0 or > 9 || digits[0] == '0') return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The execution whose folder this is (bare names); null where it is none's.</summary>
    public static ExecutionId? IdOf(ReadOnlySpan<char> outer, ReadOnlySpan<char> inner)
    {
        if (outer.Length != FolderDigits || inner.Length != Digest.HexLength - FolderDigits) return null;
        Span<char> hex = stackalloc char[Digest.HexLength];
        outer.CopyTo(hex);
        inner.CopyTo(hex[FolderDigits..]);
        return ExecutionId.TryParse(hex, out var id) ? id : null;
    }

    /// <summary>Every folder that is an execution's.</summary>
    public IEnumerable<ExecutionId> List()
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var outer in Directory.EnumerateDirectories(root))
            foreach (var inner in Directory.EnumerateDirectories(outer))
                if (IdOf(Path.GetFileName(outer.AsSpan()), Path.GetFileName(inner.AsSpan())) is { } id) yield return id;
    }
}
