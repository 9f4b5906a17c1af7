using System.CommandLine;
using System.Text.RegularExpressions;

namespace Polyglot.Cli.Completion;

/// <summary>What may be written in a place of a command line.</summary>
[Flags]
internal enum Wanted
{
    None = 0,
    Files = 1,
    Tasks = 2,
    Inputs = 4,
    Outputs = 8,
    Refs = 16,
    Runs = 32,
    Runners = 64,
    Verbs = 128,
    Tags = 256,
}

/// <summary>Says of every argument and option what it takes. Pure.</summary>
internal static partial class WantedOf
{
    private const Wanted Names = Wanted.Tasks | Wanted.Inputs | Wanted.Outputs | Wanted.Refs;

    /// <summary>What an argument of a verb takes.</summary>
    public static Wanted Argument(string verb, string argument) => (verb, argument) switch
    {
        ("run" or "plan" or "graph" or "watch", "words") => Wanted.Tasks | Wanted.Outputs | Wanted.Files,
        (_, "task") => Wanted.Tasks,
        ("cat" or "provenance", _) => Names | Wanted.Files,
        ("history", _) => Names,
        ("tag", "what") => Names | Wanted.Runs,
        ("tag", _) => Wanted.Tags,
        ("restore", _) => Wanted.Outputs | Wanted.Files,
        ("refs" or "ls", _) => Wanted.Refs,
        ("checkout" or "report" or "diff", _) => Wanted.Runs,
        ("export" or "push" or "pull", "what") => Wanted.Tasks | Wanted.Runs,
        ("help", _) => Wanted.Verbs,
        ("version" or "doctor" or "runners" or "du" or "gc" or "fsck", _) => Wanted.None,
        _ => Wanted.Files,
    };

    /// <summary>What the value of an option is.</summary>
    public static Wanted Option(string option) => option switch
    {
        "--run" or "--from" or "--against" => Wanted.Runs,
        "--force" => Wanted.Tasks,
        "--runner" => Wanted.Runners,
        "--ref" => Wanted.Refs,
        "--type" or "--jobs" or "--limit" or "--attempt" => Wanted.None,
        _ => Wanted.Files,
    };

    /// <summary>The words that an option or argument is one of, which its help names: <c>text|json</c>; empty for others.</summary>
    public static IReadOnlyList<string> Words(string? helpName) => helpName is not null && Alternatives().IsMatch(helpName) ? helpName.Split('|') : [];

    [GeneratedRegex("^[a-z0-9-]+(\\|[a-z0-9-]+)+$")]
    private static partial Regex Alternatives();
}
