using System.Globalization;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.History;

/// <summary>A file that is to hold a recorded object.</summary>
/// <param name="Path">Relative to the folder, with <c>/</c>.</param>
/// <param name="Id">The object.</param>
/// <param name="Format">How the file holds it; null for what path and type say, as outputs are written.</param>
public sealed record FileToRestore(string Path, ObjectId Id, FileFormat? Format = null);

/// <summary>What became, or would become, of a file.</summary>
public enum RestoreOutcome
{
    /// <summary>It was (or would be) written.</summary>
    Written,

    /// <summary>It has these bytes already.</summary>
    Unchanged,

    /// <summary>It holds something that the repository does not have, and was left alone.</summary>
    Kept,

    /// <summary>It cannot be written.</summary>
    Impossible,
}

/// <summary>A file and what became of it.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="Id">The object.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why it was kept or cannot be written; null else.</param>
public sealed record RestoredFile(string Path, ObjectId Id, RestoreOutcome Outcome, string? Problem = null);

/// <summary>
/// Puts recorded objects back as files. Nothing is written unless everything can be, and content that the repository does not have
/// is never overwritten unless that is asked for. Each file appears whole, by a rename. Not thread-safe.
/// </summary>
/// <param name="repository">Where the objects are.</param>
/// <param name="folder">The folder that paths are relative to: absolute.</param>
public sealed class WorkingCopy(Repository repository, string folder)
{
    /// <summary>Puts files back.</summary>
    /// <param name="files">Which; a later one of the same path is ignored.</param>
    /// <param name="overwrite">Whether content that the repository does not have may be replaced.</param>
    /// <param name="write">False only says what would be done.</param>
    /// <returns>Every file. When one of them was kept or is impossible, none was written.</returns>
    public IReadOnlyList<RestoredFile> Restore(IEnumerable<FileToRestore> files, bool overwrite, bool write)
    {
        ArgumentNullException.ThrowIfNull(files);
        var scratch = repository.Temp.NextPath();
        Directory.CreateDirectory(scratch);
        try
        {
            var staged = files.DistinctBy(file => file.Path).Select((file, index) => Stage(file, Path.Combine(scratch, index.ToString(CultureInfo.InvariantCulture)), overwrite)).ToList();
            if (write && staged.TrueForAll(s => s.Result.Outcome is RestoreOutcome.Written or RestoreOutcome.Unchanged))
                foreach (var (result, source) in staged.Where(s => s.Result.Outcome == RestoreOutcome.Written)) Place(source, Path.GetFullPath(result.Path, folder));
            return [.. staged.Select(s => s.Result)];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private (RestoredFile Result, string Source) Stage(FileToRestore file, string scratch, bool overwrite)
    {
        RestoredFile Result(RestoreOutcome outcome, string? problem = null) => new(file.Path, file.Id, outcome, problem);
        if (!IsInside(file.Path)) return (Result(RestoreOutcome.Impossible, HistoryMessages.Outside), scratch);
        try
        {
            var type = TypeOf(file.Id);
            if ((file.Format ?? ValueFile.OutputFormat(file.Path, type)) is not { } format) return (Result(RestoreOutcome.Impossible, HistoryMessages.NoFormat), scratch);
            ObjectFile.Write(repository.Objects, file.Id, type, format, scratch);
            var target = Path.GetFullPath(file.Path, folder);
            if (Directory.Exists(target)) return (Result(RestoreOutcome.Impossible, HistoryMessages.Outside), scratch);
            if (ObjectFile.HasSameContent(scratch, target)) return (Result(RestoreOutcome.Unchanged), scratch);
            var safe = overwrite || !File.Exists(target) || IsKnown(target, type, format);
            return (safe ? Result(RestoreOutcome.Written) : Result(RestoreOutcome.Kept, HistoryMessages.Unknown), scratch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (Result(RestoreOutcome.Impossible, e.Message.TrimEnd('.')), scratch);
        }
    }

    private EastType TypeOf(ObjectId id)
    {
        if (repository.Objects.Locate(id) is not ObjectLocation.Found found) throw new InvalidDataException(repository.Objects.Locate(id).Problem);
        using var file = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = Beast2.ReadHeader(file);
        return header.IsSuccess ? header.Value.Type : throw new InvalidDataException(HistoryMessages.NoType(id, header.Error.Message));
    }

    // What is there was made by a run, or read by one as it is or as a Blob: it can be put back in its turn.
    private bool IsKnown(string path, EastType type, FileFormat format)
    {
        var reader = new FileImporter(repository.StatCache, null);
        return Has(reader.Import(path, type, format)) || Has(reader.HashBlob(path, out _));
    }

    private bool Has(FileReading reading) => reading.Id is { } id && repository.Objects.Contains(id);

    private bool IsInside(string path)
    {
        var parts = path.Split('/', '\\');
        if (path.Length == 0 || Path.IsPathRooted(path) || path.AsSpan().IndexOfAny(':', '\0') >= 0) return false;
        if (parts.Any(part => part is "" or "." or "..") || parts[0] == Repository.FolderName) return false;
        // A folder on the way may be a link to elsewhere.
        var at = folder;
        foreach (var part in parts.SkipLast(1))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null) return false;
        }
        return true;
    }

    private static void Place(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temp = $"{target}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        try
        {
            File.Copy(source, temp, overwrite: true);
            File.Move(temp, target, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
