namespace Polyglot.Dataflow.Execution;

/// <summary>Messages and codes of errors that the host finds while it runs tasks.</summary>
internal static class ExecutionMessages
{
    public const string ChangedCode = "changed_during_run";
    public const string InputLostCode = "input_lost";
    public const string RunnerDefectCode = "host_defect";

    public const string LostProgramCode = "program_lost";

    public static string LostProgram(Store.ObjectId program, string problem) => $"the East program {program} cannot be used: {problem}";

    public static string Changed(string file) =>
        $"{file} changed during the run; nothing was recorded for this task. Run again to use the new content";

    public static string InputLost(string input, string problem) => $"the input `{input}` cannot be used: {problem}";

    public static string HostDefect(string detail) => $"the host failed while it ran the task: {detail}";
}
