using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Drawing;

/// <summary>The colours of states where a style sheet cannot be used; dark text is read well on every fill. Pure.</summary>
internal static class StateColors
{
    /// <summary>The fill and the line of a state.</summary>
    public static (string Fill, string Line) Of(PictureState state) => state switch
    {
        PictureState.None => ("#f3f5f8", "#8793a3"),
        PictureState.Ran => ("#d9f2e4", "#1a7f4b"),
        PictureState.Runs => ("#fdecd2", "#b45309"),
        PictureState.Cached or PictureState.UpToDate => ("#ffffff", "#64748b"),
        PictureState.Joined => ("#d8f1f6", "#0e7490"),
        PictureState.Waits => ("#e2edfb", "#2563a8"),
        PictureState.Failed => ("#fbdde1", "#c2263a"),
        PictureState.Blocked => ("#f4e6d3", "#9a5b13"),
        PictureState.Cancelled => ("#efe1f7", "#7c3aa6"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
