namespace Polyglot.Runners;

/// <summary>Which of the user's streams a piece of output was written to.</summary>
public enum StreamKind
{
    /// <summary>The sender did not say.</summary>
    Unknown = 0,

    /// <summary>Standard output.</summary>
    Stdout = 1,

    /// <summary>Standard error, and what a worker's process wrote to its own descriptors.</summary>
    Stderr = 2,
}

/// <summary>How much a log line matters.</summary>
public enum TaskLogLevel
{
    /// <summary>The sender did not say.</summary>
    Unknown = 0,

    /// <summary>For those who look for a defect.</summary>
    Debug = 1,

    /// <summary>What is going on.</summary>
    Info = 2,

    /// <summary>Something that may be wrong.</summary>
    Warning = 3,

    /// <summary>Something that is wrong.</summary>
    Error = 4,
}
