namespace Polyglot.Cli.Errors;

/// <summary>What is said about handing results over.</summary>
internal static class SharingMessages
{
    public const string NothingToShare = "there is no run here that could be handed over";
    public const string AllAndWords = "--all takes everything; name runs and tasks without it";
    public const string NameARepository = "name a project's folder, or its .e3";
    public const string SameRepository = "both sides are the same repository";

    public static string NotARunOrTask(string word) => $"`{word}` is no run, and no task of the last run";

    public static string NoRepositoryAt(string path) => $"there is no repository at {path}";
}
