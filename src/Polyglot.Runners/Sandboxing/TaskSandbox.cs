namespace Polyglot.Runners;

/// <summary>
/// A task that runs in a sandbox: it can read the system's files, its runner's, its inputs and <paramref name="Files"/>, write in folders of its own, and reach no network.
/// It is meant against what its author forgot to declare. Immutable.
/// </summary>
/// <param name="Files">Absolute paths of the program's own files and folders; what is not there is left out.</param>
/// <param name="Hidden">
/// Absolute paths of folders of which nothing else can be seen, also where they lie in a folder of the system's: the project's, the repository's. The user's home is always one.
/// </param>
public sealed record TaskSandbox(IReadOnlyList<string> Files, IReadOnlyList<string> Hidden);
