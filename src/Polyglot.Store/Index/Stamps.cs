using System.Text;

namespace Polyglot.Store;

/// <summary>Asks what a stat says now of very many files: no text is made of a path, and the system need not find its way to the project each time. Thread-safe.</summary>
public sealed class Stamps : IDisposable
{
    private readonly Repository _repository;
    private readonly AskedFolder _project;
    private readonly AskedFolder? _executions;

    internal Stamps(Repository repository, FileSystem files)
    {
        _repository = repository;
        _project = files.Ask(repository.ProjectDirectory);
        _executions = Directory.Exists(repository.FileExecutions.Root) ? files.Ask(repository.FileExecutions.Root) : null;
    }

    /// <summary>Whether a file of the working copy has a stamp now, or is not there; as <see cref="Repository.Stamp"/>.</summary>
    /// <param name="path">Absolute, or relative to the project's folder; in UTF-8, ending with a zero.</param>
    /// <param name="stamp">The stamp; null for no file.</param>
    public bool Has(ReadOnlySpan<byte> path, FileStamp? stamp)
    {
        if (_project.Stat(path) is not { } status) return stamp is null;
        if (status.IsRegular) return stamp is { } known && status.Stamp.Equals(known);
        return _repository.Stamp(Path.Combine(_repository.ProjectDirectory, Encoding.UTF8.GetString(path[..^1]))) == stamp;
    }

    /// <summary>The stamp of the file that holds an execution's output, which is replaced when the output is; null where there is none.</summary>
    public FileStamp? Of(ExecutionId execution)
    {
        Span<byte> path = stackalloc byte[ExecutionLayout.OutputPathLength];
        ExecutionLayout.WriteOutputPath(execution, path);
        return _executions?.Stat(path) is { IsRegular: true } status ? status.Stamp : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _project.Dispose();
        _executions?.Dispose();
    }
}
