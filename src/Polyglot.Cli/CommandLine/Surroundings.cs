using Polyglot.Cli.Resident;
using Polyglot.Cli.Terminal;

namespace Polyglot.Cli.CommandLine;

/// <summary>Where a command line runs: in the terminal of this process, or, in a resident host, in that of a client.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OutIsTerminal">Standard output is a terminal.</param>
/// <param name="ErrorIsTerminal">Standard error is a terminal.</param>
internal sealed record Surroundings(Stream Out, Stream Error, bool OutIsTerminal, bool ErrorIsTerminal)
{
    /// <summary>The columns of the terminal now; null where there is none or it does not say.</summary>
    public Func<int?> Columns { get; init; } = TerminalSize.Columns;

    /// <summary>Hears of Ctrl-C until disposed.</summary>
    public Func<TimeProvider, Interrupts> Listen { get; init; } = static time => new Interrupts(time, Environment.Exit);

    /// <summary>The evaluators of a resident host, whose workers stay warm; null in a process that ends with its command.</summary>
    public WarmEvaluators? Evaluators { get; init; }

    /// <summary>This process's own.</summary>
    public static Surroundings OfProcess() => new(StandardStream.Open(1), StandardStream.Open(2), StandardStream.IsTerminal(1), StandardStream.IsTerminal(2));
}
