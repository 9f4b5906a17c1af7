using System.Buffers;
using Polyglot.Dataflow.Workspaces;
using Polyglot.Pictures.Text;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Completion;

/// <summary>A name that may stand where the cursor is.</summary>
/// <param name="Text">The name.</param>
/// <param name="Meaning">What it is; may be empty.</param>
internal readonly record struct NameCandidate(string Text, string Meaning)
{
    private static readonly SearchValues<char> _meaningful = SearchValues.Create(" '\"`$;,(){}[]|&<>@#");

    /// <summary>The name as an argument: in quotes where it must be.</summary>
    public string Quoted => Text.AsSpan().IndexOfAny(_meaningful) < 0 ? Text : $"'{Text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>Finds names for those who type. Never fails: whatever cannot be read has no names.</summary>
internal static class NameCompletion
{
    /// <summary>Names of a project and its repository that begin with a word, which may be in quotes.</summary>
    public static IReadOnlyList<NameCandidate> Names(Surroundings at, string? project, NameKinds kinds, string word) => Fitting(word, () =>
    {
        using var open = Places.FindRepository(at, project);
        var now = at.Time.GetUtcNow();
        return [.. KnownNames.OfProject(Places.FindProject(at, project), kinds).Concat(KnownNames.OfRepository(open, kinds)).Select(name => new NameCandidate(name.Text, NameText.Of(name, now)))];
    });

    /// <summary>Ids of runners that begin with a word.</summary>
    public static IReadOnlyList<NameCandidate> Runners(Surroundings at, string? project, string word) => Fitting(word, () =>
        [.. InstallationFolder.Runners(at.Installation, Places.ReadProject(at, project), Surroundings.HostVersion).Runners.Select(runner => new NameCandidate(runner.Id, runner.Metadata.Description))]);

    private static IReadOnlyList<NameCandidate> Fitting(string word, Func<IReadOnlyList<NameCandidate>> find)
    {
        try
        {
            var prefix = word.Trim('\'', '"');
            return [.. find().Where(candidate => candidate.Text.StartsWith(prefix, StringComparison.Ordinal)).DistinctBy(candidate => candidate.Text)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }
}
