namespace Polyglot.Cli.Terminal;

/// <summary>What standard output is connected to.</summary>
/// <param name="IsTerminal">Lines can be redrawn.</param>
/// <param name="HasColor">Colours are shown.</param>
internal sealed record Surface(bool IsTerminal, bool HasColor)
{
    private const int DefaultWidth = 80;

    /// <summary>A file or a pipe.</summary>
    public static Surface Plain { get; } = new(false, false);

    /// <summary>
    /// Colours need a terminal that is not dumb, and nobody who asked for none (<c>--no-color</c>, <c>NO_COLOR</c>). Under CI lines are not
    /// redrawn, even where it pretends to be a terminal.
    /// </summary>
    public static Surface Detect(bool isRedirected, Func<string, string?> environment, bool noColor)
    {
        if (isRedirected || environment("TERM") is "dumb") return Plain;
        var isCi = environment("CI") is { Length: > 0 } and not "false";
        return new Surface(!isCi, !noColor && string.IsNullOrEmpty(environment("NO_COLOR")));
    }

    /// <summary>The columns of the terminal now; null where lines may be as long as they are.</summary>
    public int? Width => IsTerminal ? Columns() ?? DefaultWidth : null;

    /// <summary>What the terminal says of its columns; null where it does not.</summary>
    public Func<int?> Columns { get; init; } = TerminalSize.Columns;
}
