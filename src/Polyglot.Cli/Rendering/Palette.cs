namespace Polyglot.Cli.Rendering;

/// <summary>What a text means; the palette knows its colour.</summary>
internal enum Tone
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Less important.</summary>
    Dim,

    /// <summary>A heading.</summary>
    Bold,

    /// <summary>Done.</summary>
    Good,

    /// <summary>Look here.</summary>
    Warn,

    /// <summary>Wrong.</summary>
    Bad,

    /// <summary>A name or a hint.</summary>
    Accent,
}

/// <summary>Colours by ANSI sequences, or none.</summary>
internal sealed class Palette(bool enabled)
{
    /// <summary>No colours.</summary>
    public static Palette None { get; } = new(false);

    /// <summary>The eight colours every terminal has.</summary>
    public static Palette Ansi { get; } = new(true);

    public string Red(string text) => Paint(text, "31");

    public string Green(string text) => Paint(text, "32");

    public string Yellow(string text) => Paint(text, "33");

    public string Cyan(string text) => Paint(text, "36");

    public string Bold(string text) => Paint(text, "1");

    public string Dim(string text) => Paint(text, "2");

    /// <summary>The text in the colour of a tone.</summary>
    public string Paint(string text, Tone tone) => tone switch
    {
        Tone.Dim => Dim(text),
        Tone.Bold => Bold(text),
        Tone.Good => Green(text),
        Tone.Warn => Yellow(text),
        Tone.Bad => Red(text),
        Tone.Accent => Cyan(text),
        _ => text,
    };

    private string Paint(string text, string code) => enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
