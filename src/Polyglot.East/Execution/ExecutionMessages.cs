using System.Globalization;

namespace Polyglot.East;

/// <summary>What running programs says.</summary>
internal static class ExecutionMessages
{
    public const string TooDeep = "Maximum call depth exceeded";

    public static string Steps(long limit) => string.Create(CultureInfo.InvariantCulture, $"the program was stopped after {limit} steps");

    public static string Time(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"the program was stopped after {limit.TotalSeconds} s");

    public static string Memory(long limit) =>
        string.Create(CultureInfo.InvariantCulture, $"the program was stopped because more than {limit >> 20} MiB of memory were in use");

    public static string PlatformResult(string name, EastType type, object? result) =>
        $"platform function '{name}' must give {type}, gave {(result is null ? "nothing" : $"a {result.GetType()}")}";

    public static string ArgumentCount(int takes, int given) =>
        string.Create(CultureInfo.InvariantCulture, $"Function expects {takes} inputs, got {given}");

    public static string Argument(int index, ValueMismatch mismatch) => string.Create(CultureInfo.InvariantCulture, $"input {index + 1}: {mismatch}");
}
