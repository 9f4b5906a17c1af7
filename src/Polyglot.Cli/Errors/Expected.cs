using Polyglot.Cli.CommandLine;
using Polyglot.Store;

namespace Polyglot.Cli.Errors;

/// <summary>Exceptions that a user can do something about, as problems; every other one is a defect.</summary>
internal static class Expected
{
    /// <summary>What to show for an exception, and the exit code.</summary>
    public static CliFailure Failure(Exception e, bool debug) => e switch
    {
        CliFailure failure => failure,
        StoreException store => new CliFailure(
            store.Error is StoreError.NotARepository or StoreError.NewerFormat or StoreError.AlreadyARepository or StoreError.BadArchive ? ExitCode.Usage : ExitCode.Fault, new Problem(store.Message)),
        UnauthorizedAccessException => new CliFailure(ExitCode.Fault, new Problem(e.Message.TrimEnd('.'), Next: CliMessages.CheckPermissions)),
        FileNotFoundException or DirectoryNotFoundException => new CliFailure(ExitCode.Usage, new Problem(e.Message.TrimEnd('.'))),
        IOException => new CliFailure(ExitCode.Fault, new Problem(e.Message.TrimEnd('.'), Next: CliMessages.CheckDisk)),
        OperationCanceledException => new CliFailure(ExitCode.Interrupted, new Problem(CliMessages.Interrupted)),
        _ => new CliFailure(ExitCode.Fault, new Problem(CliMessages.Unexpected(e), Next: debug ? CliMessages.ReportDefectNow : CliMessages.ReportDefect)),
    };
}
