using Polyglot.Cli.Errors;

namespace Polyglot.Cli.Projects;

/// <summary>Finds the project that a verb is about.</summary>
internal static class ProjectLocator
{
    /// <summary>The absolute path of the project file: of <c>-C</c> where given, else here or in the nearest folder above.</summary>
    /// <exception cref="CliFailure">There is none.</exception>
    public static string Require(string? given) =>
        Find(given) ?? throw CliFailure.Usage(
            given is null ? CliMessages.NoProjectHere(Directory.GetCurrentDirectory()) : CliMessages.NoProjectAt(given), CliMessages.MakeProject);

    /// <summary>As <see cref="Require"/>; null where there is none.</summary>
    public static string? Find(string? given) => given is null ? ProjectFinder.Upward(Directory.GetCurrentDirectory()) : ProjectFinder.At(Path.GetFullPath(given));

    /// <summary>Whether a word of the command line names a project rather than a task: a folder with a project file, or a project file.</summary>
    public static bool IsProject(string word) =>
        (Path.GetExtension(word) is ".yaml" or ".yml" or ".json" && File.Exists(word)) || (Directory.Exists(word) && (LooksLikePath(word) || ProjectFinder.At(Path.GetFullPath(word)) is not null));

    private static bool LooksLikePath(string word) => word is "." or ".." || word.Contains('/', StringComparison.Ordinal) || word.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
