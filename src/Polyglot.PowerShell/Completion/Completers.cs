using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Polyglot.Dataflow.Workspaces;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Completion;

/// <summary>Completes names of the project that the command line is about. Thread-safe.</summary>
public abstract class PolyglotCompleter : IArgumentCompleter
{
    private protected PolyglotCompleter()
    {
    }

    /// <summary>What may stand for the word; never fails.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var at = new Surroundings(CurrentFolder(), Path.GetDirectoryName(typeof(PolyglotCompleter).Assembly.Location)!);
        var project = fakeBoundParameters?["Project"] is { } given && given.ToString() is { Length: > 0 } path ? Path.GetFullPath(path, at.Folder) : null;
        return Find(at, project, wordToComplete ?? "").Select(name =>
            new CompletionResult(name.Quoted, name.Text, CompletionResultType.ParameterValue, name.Meaning.Length == 0 ? name.Text : name.Meaning));
    }

    private protected abstract IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word);

    // A completer is not told where the shell is.
    private static string CurrentFolder()
    {
        using var here = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return here.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke().FirstOrDefault()?.BaseObject is PathInfo location ? location.ProviderPath : Environment.CurrentDirectory;
    }
}

/// <summary>Completes tasks and outputs of the project.</summary>
public sealed class TaskCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) => NameCompletion.Names(at, project, NameKinds.Tasks | NameKinds.Outputs, word);
}

/// <summary>Completes what has a value: tasks, inputs, outputs, refs and tags.</summary>
public sealed class ValueCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) =>
        NameCompletion.Names(at, project, NameKinds.Tasks | NameKinds.Inputs | NameKinds.Outputs | NameKinds.Refs | NameKinds.Tags, word);
}

/// <summary>Completes refs.</summary>
public sealed class RefCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) => NameCompletion.Names(at, project, NameKinds.Refs, word);
}

/// <summary>Completes runs: <c>last</c>, tags and ids.</summary>
public sealed class RunCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) => NameCompletion.Names(at, project, NameKinds.Runs, word);
}

/// <summary>Completes runs, and tasks of the project.</summary>
public sealed class RunOrTaskCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) => NameCompletion.Names(at, project, NameKinds.Runs | NameKinds.Tasks, word);
}

/// <summary>Completes ids of runners.</summary>
public sealed class RunnerCompleter : PolyglotCompleter
{
    private protected override IReadOnlyList<NameCandidate> Find(Surroundings at, string? project, string word) => NameCompletion.Runners(at, project, word);
}
