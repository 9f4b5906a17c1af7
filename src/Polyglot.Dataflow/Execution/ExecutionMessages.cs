using System.Globalization;

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

    public static string MemoryLimit(string story, bool mayBeAlone) =>
        $"{story}. Raise the task's `memory`{(mayBeAlone ? "" : ", or let it have another try by itself: `retry: { alone: true }`")}";

    public static string TriesAgain(int tries, string summary, NextTry next) => next.Alone
        ? $"try {Number(tries)} failed: {summary}; the next one waits until nothing else runs, and then runs alone"
        : $"try {Number(tries)} failed: {summary}; the next one comes in {next.Wait.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture)} s";

    public static string Waits(int tries, NextTry next) => next.Alone
        ? $"waits to run alone for try {Number(tries + 1)}"
        : $"waits {next.Wait.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture)} s for try {Number(tries + 1)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string InputLost(string input, string problem) => $"the input `{input}` cannot be used: {problem}";

    public static string HostDefect(string detail) => $"the host failed while it ran the task: {detail}";
}
