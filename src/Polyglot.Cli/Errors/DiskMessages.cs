namespace Polyglot.Cli.Errors;

/// <summary>What is said about room on the disk.</summary>
internal static class DiskMessages
{
    public const string BudgetNext = "what refs, tags, the newest run of each dataflow and live processes need is never removed; `polyglot du` shows what that is";

    public static string BadSize(string option, string text) => $"{option} takes a size such as 500MB or 2GiB, not '{text}'";

    public static string OverBudget(string size, string budget) => $"the repository has {size}, which is more than {budget}, and nothing else may go";
}
