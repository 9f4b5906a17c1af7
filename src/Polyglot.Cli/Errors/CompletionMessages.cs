namespace Polyglot.Cli.Errors;

/// <summary>What is said about completion in shells.</summary>
internal static class CompletionMessages
{
    public static string UnknownShell(string name) => $"there is no completion for the shell `{name}`";
}
