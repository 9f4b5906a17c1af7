namespace Polyglot.Store;

/// <summary>What kind of defect fsck found.</summary>
public enum FindingKind
{
    /// <summary>An object's content is not what its name says.</summary>
    DamagedObject,

    /// <summary>Something names an object that is not there.</summary>
    MissingObject,

    /// <summary>A file that does not belong where it lies.</summary>
    Misplaced,

    /// <summary>A ref that holds no id.</summary>
    BadRef,

    /// <summary>A ref to an object that is missing or damaged.</summary>
    DanglingRef,

    /// <summary>An execution whose output file holds no id. It reads as not done.</summary>
    BadOutput,

    /// <summary>An execution whose output is missing or damaged.</summary>
    LostOutput,

    /// <summary>An attempt that cannot be read. It reads as not there.</summary>
    UnreadableAttempt,

    /// <summary>A run that cannot be read.</summary>
    UnreadableRun,

    /// <summary>A task object that cannot be read as one.</summary>
    UnreadableTask,

    /// <summary>The lock file of a process that is gone.</summary>
    AbandonedLock,

    /// <summary>The scratch folder of a process that is gone.</summary>
    AbandonedTemp,
}

/// <summary>One defect.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Path">The file or folder it is in: absolute.</param>
/// <param name="What">What is wrong.</param>
/// <param name="NextStep">What to do about it.</param>
public sealed record Finding(FindingKind Kind, string Path, string What, string NextStep)
{
    /// <summary>Whether results are lost by it; the others only take up room.</summary>
    public bool IsLoss => Kind is FindingKind.DamagedObject or FindingKind.MissingObject or FindingKind.BadRef or FindingKind.DanglingRef
        or FindingKind.LostOutput or FindingKind.UnreadableRun or FindingKind.UnreadableTask;
}

/// <summary>How far fsck is: what it is checking, and how many of those it has seen.</summary>
public readonly record struct FsckProgress(string Phase, long Done);
