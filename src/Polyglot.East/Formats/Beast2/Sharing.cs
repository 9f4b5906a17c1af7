namespace Polyglot.East;

/// <summary>What becomes of a container that a value reaches more than once.</summary>
public enum Sharing
{
    /// <summary>It is written once and then referred to, so that reading gives back the same sharing and cycles. What East programs do.</summary>
    ByIdentity,

    /// <summary>
    /// It is written each time, so that equal values have equal bytes; a value that contains itself is refused. What results of native
    /// functions do.
    /// </summary>
    AsTree,
}
