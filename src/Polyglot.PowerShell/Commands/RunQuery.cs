using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Dataflow.Workspaces;
using Polyglot.East;
using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Looks at runs and their tasks: <c>Get-PolyglotRun</c>, <c>Get-PolyglotTask</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class RunQuery(Surroundings at, IShell shell)
{
    /// <summary>Gives out runs, newest first.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="words">Runs; null for all.</param>
    /// <param name="most">At most so many where no run is named; null for all.</param>
    /// <exception cref="FaultException">There is no repository.</exception>
    public void Runs(string? project, IReadOnlyList<string>? words, int? most)
    {
        using var open = Places.Repository(at, project);
        var queries = new RunQueries(open.Repository, open.Dataflow);
        if (words is null)
        {
            foreach (var run in queries.All().Take(most ?? int.MaxValue)) shell.Write(PolyglotRun.Of(run, open.Repository.ProjectDirectory));
            return;
        }
        foreach (var word in words)
        {
            if (queries.Find(word) is RunWord.Found found) shell.Write(PolyglotRun.Of(found.Run, open.Repository.ProjectDirectory));
            else shell.Fail(Places.Of(word, queries.Find(word)));
        }
    }

    /// <summary>Gives out the tasks of a run in the order in which they were decided.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="word">The run; null for the newest.</param>
    /// <param name="names">Names of tasks, elements of them (<c>fit[17]</c>) or patterns with <c>*</c> and <c>?</c>; null for all.</param>
    /// <param name="detailed">With how each was tried.</param>
    /// <exception cref="FaultException">There is no such run.</exception>
    public void Tasks(string? project, string? word, IReadOnlyList<string>? names, bool detailed)
    {
        using var open = Places.Repository(at, project);
        var run = Places.Run(open, word);
        foreach (var task in names is null ? run.Tasks : names.SelectMany(name => Named(open, run, name)))
        {
            var shown = PolyglotTask.Of(task, run.Id, open.Repository.ProjectDirectory);
            shell.Write(detailed ? shown with { Attempt = AttemptOf(open.Repository, task) } : shown);
        }
    }

    private List<TaskRecord> Named(OpenRepository open, RunRecord run, string name)
    {
        if (name.AsSpan().ContainsAny('*', '?')) return [.. run.Tasks.Where(task => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, task.Name, ignoreCase: false))];
        if (run.Tasks.FirstOrDefault(task => task.Name == name) is { } exact) return [exact];
        // An element of a task belongs to whichever run computed it last.
        if (name.EndsWith(']') && open.Queries.LastAttempt(name) is { } element) return [element.Record];
        shell.Fail(Faults.NoSuchTask(name, DidYouMean.Among(name, run.Tasks.Select(task => task.Name))));
        return [];
    }

    private static PolyglotAttempt? AttemptOf(Repository repository, TaskRecord task)
    {
        if (task.Execution is not { } execution) return null;
        var attempts = repository.Executions.Attempts(execution);
        var last = task.Attempt is { } number ? attempts.FirstOrDefault(a => a.Number == number) : attempts.LastOrDefault(a => a.Attempt.Status == AttemptStatus.Ok);
        if (last is null) return null;
        var attempt = last.Attempt;
        return new PolyglotAttempt
        {
            Number = last.Number,
            Status = attempt.Status.ToString(),
            Runner = $"{attempt.Runner} {attempt.RunnerVersion}".TrimEnd(),
            StartedAt = attempt.StartedAt.UtcDateTime,
            Duration = attempt.EndedAt - attempt.StartedAt,
            PeakMemory = attempt.PeakMemory,
            ProcessorTime = attempt.CpuTime,
            ExitCode = attempt.ExitCode,
            StandardOutput = TextOf(repository, attempt.Stdout),
            StandardError = TextOf(repository, attempt.Stderr),
            Error = attempt.Error is { } error ? Faults.Of(task.Name, error).Message : null,
            ErrorDetails = attempt.Error is { Details.Length: > 0 } full ? full.Details : null,
        };
    }

    private static string TextOf(Repository repository, ObjectId? id)
    {
        if (id is not { } captured) return "";
        var read = repository.Objects.Read(captured);
        if (read is not ObjectRead.Found found) throw new FaultException(Faults.LostObject(captured.ToString(), read.Problem!));
        var value = Beast2.Decode(found.Bytes.Span, EastType.Blob);
        return value.IsSuccess ? Encoding.UTF8.GetString(((EastBlob)value.Value).Span) : throw new FaultException(Faults.NotAValue(captured.ToString(), value.Error.Message));
    }
}
