namespace Polyglot.Store;

/// <summary>The runs of a repository, by time. Thread-safe, and safe between processes.</summary>
public interface IRunStore
{
    /// <summary>Keeps a run, replacing one of the same id in one step: readers see all of it or nothing.</summary>
    void Write(RunRecord run);

    /// <summary>Keeps a run that found what another one found (<see cref="RunTemplate.Fill"/>); false where its times do not fit the template.</summary>
    /// <param name="template">What both found.</param>
    /// <param name="id">The run.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="endedAt">When it ended.</param>
    bool Write(RunTemplate template, RunId id, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.Fill(id, startedAt, endedAt) is not { } file || RunRecordCodec.Decode(file, "").Value is not { } run) return false;
        Write(run);
        return true;
    }

    /// <summary>A run by its id.</summary>
    RunRead Read(RunId id);

    /// <summary>Every run, newest first. Only names are read: a listed run may still turn out to be damaged.</summary>
    IEnumerable<RunId> List();

    /// <summary>The newest readable run of a dataflow; null for none.</summary>
    RunRecord? Latest(string dataflow);
}

/// <summary>What reading a run gave.</summary>
public abstract record RunRead
{
    private RunRead()
    {
    }

    /// <summary>The run.</summary>
    public sealed record Found(RunRecord Run) : RunRead;

    /// <summary>There is no such run.</summary>
    public sealed record Missing(RunId Id, string Path) : RunRead;

    /// <summary>Its file cannot be read as a run; <paramref name="Problem"/> says why, where, and what to do.</summary>
    public sealed record Damaged(RunId Id, string Path, string Problem) : RunRead;
}
