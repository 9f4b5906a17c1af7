namespace Polyglot.Cli.CommandLine;

/// <summary>What the process returns; the same for every verb, and listed in every help page.</summary>
internal enum ExitCode
{
    /// <summary>All went well.</summary>
    Ok = 0,

    /// <summary>A task failed: a program or its data is at fault. Also: fsck or conformance found something.</summary>
    TaskFailed = 1,

    /// <summary>The command line, the project file or another input is wrong; nothing was run.</summary>
    Usage = 2,

    /// <summary>A runtime or Polyglot itself is at fault.</summary>
    Fault = 3,

    /// <summary>Stopped by Ctrl-C or a signal.</summary>
    Interrupted = 130,
}
