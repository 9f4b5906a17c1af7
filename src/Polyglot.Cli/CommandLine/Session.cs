using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;

namespace Polyglot.Cli.CommandLine;

/// <summary>What a verb works with: the global options and where it prints.</summary>
/// <param name="Options">As given.</param>
/// <param name="Out">Standard output, buffered; flushed at the end and by whoever shows progress.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Surface">What standard output can show.</param>
/// <param name="Palette">The colours of standard output; none where it is not a terminal.</param>
/// <param name="Verb">The verb's name, which JSON documents repeat.</param>
internal sealed record Session(GlobalOptions Options, TextWriter Out, TextWriter Error, Surface Surface, Palette Palette, string Verb)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where it runs; null for this process's own terminal.</summary>
    public Surroundings? Surroundings { get; init; }

    /// <summary>Hears of Ctrl-C until disposed.</summary>
    public Interrupts ListenForInterrupts() => Surroundings?.Listen(Time) ?? new Interrupts(Time, Environment.Exit);

    /// <summary>Whether results are one JSON document.</summary>
    public bool IsJson => Options.Format == OutputFormat.Json;

    /// <summary>Whether text for people is wanted.</summary>
    public bool ShowsText => !IsJson && !Options.Quiet;

    /// <summary>Writes bytes to standard output as they are, after what was printed before.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => Bytes().Write(bytes);

    /// <summary>Writes the rest of a stream to standard output as it is, after what was printed before.</summary>
    public void WriteBytes(Stream bytes) => bytes.CopyTo(Bytes(), 1 << 17);

    private Stream Bytes()
    {
        Out.Flush();
        return Out is StreamWriter writer ? writer.BaseStream : throw new InvalidOperationException("standard output takes text only here");
    }

    /// <summary>Prints a line for people; nothing in quiet mode and where the result is JSON.</summary>
    public void Say(string line = "")
    {
        if (ShowsText) Out.WriteLine(line);
    }
}
