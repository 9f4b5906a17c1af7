using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Pictures.Graphs;

/// <summary>States as words, and where they come from. Pure.</summary>
public static class PictureStates
{
    /// <summary>The word: <c>up to date</c>, <c>runs</c>, <c>failed</c>; <c>input</c> for none.</summary>
    public static string Word(PictureState state) => state switch
    {
        PictureState.None => "input",
        PictureState.UpToDate => "up to date",
        PictureState.Runs => "runs",
        PictureState.Waits => "waits",
        PictureState.Ran => "ran",
        PictureState.Cached => "cached",
        PictureState.Joined => "joined",
        PictureState.Failed => "failed",
        PictureState.Blocked => "blocked",
        PictureState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The name of the class that styles it: as <see cref="Word"/>, without blanks.</summary>
    public static string Class(PictureState state) => Word(state).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>What a plan says.</summary>
    public static PictureState Of(TaskState state) => state switch
    {
        TaskState.UpToDate => PictureState.UpToDate,
        TaskState.MustRun => PictureState.Runs,
        _ => PictureState.Waits,
    };

    /// <summary>What a run decided.</summary>
    public static PictureState Of(Decision decision) => decision switch
    {
        Decision.Ran => PictureState.Ran,
        Decision.Cached => PictureState.Cached,
        Decision.Joined => PictureState.Joined,
        Decision.Failed => PictureState.Failed,
        Decision.Blocked => PictureState.Blocked,
        Decision.Cancelled => PictureState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    /// <summary>How much a state matters where one stands for many: failures before what runs, before what is done.</summary>
    internal static int Weight(PictureState state) => state switch
    {
        PictureState.Failed => 9,
        PictureState.Cancelled => 8,
        PictureState.Blocked => 7,
        PictureState.Runs => 6,
        PictureState.Ran => 5,
        PictureState.Joined => 4,
        PictureState.Waits => 3,
        PictureState.Cached => 2,
        PictureState.UpToDate => 1,
        _ => 0,
    };
}
