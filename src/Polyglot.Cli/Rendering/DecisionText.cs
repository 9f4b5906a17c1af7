using Polyglot.Store;

namespace Polyglot.Cli.Rendering;

/// <summary>What was done with a task, as a word and its tone.</summary>
internal static class DecisionText
{
    public static string Of(Decision decision) => decision switch
    {
        Decision.Ran => "ran",
        Decision.Cached => "cached",
        Decision.Joined => "joined",
        Decision.Failed => "failed",
        Decision.Blocked => "blocked",
        Decision.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    public static Tone ToneOf(Decision decision) => decision switch
    {
        Decision.Ran or Decision.Joined => Tone.Good,
        Decision.Cached => Tone.Dim,
        Decision.Failed => Tone.Bad,
        _ => Tone.Warn,
    };

    /// <summary>Whether anything was executed or waited for, so that a time belongs beside it.</summary>
    public static bool HasTime(Decision decision) => decision is Decision.Ran or Decision.Joined or Decision.Failed;
}
