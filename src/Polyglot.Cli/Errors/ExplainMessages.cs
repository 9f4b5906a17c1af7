namespace Polyglot.Cli.Errors;

/// <summary>What is said about reasons and about runs that are compared.</summary>
internal static class ExplainMessages
{
    public const string NameAnotherRun = "name another run, or leave --against out for the nearest that has the task";

    public static string NotInRun(string task, string run) => $"run {run} did not decide about a task `{task}`";

    public static string NoElement(string task, string key) => $"`{task}` has no element [{key}]";

    public static string ElementsNext(string task) => $"`polyglot log {task}` names one; without a key, `polyglot explain {task}` tells of all.";
}
