using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>Shows why a task failed: the user's own file and line first, then the rest of the story.</summary>
/// <param name="projectDirectory">File names below it are shown relative to it.</param>
/// <param name="palette">The colours.</param>
internal sealed class ErrorReport(string projectDirectory, Palette palette)
{
    private const int MostCauses = 4;
    private const int MostDetails = 60;

    /// <summary>A failure in a few lines.</summary>
    public void WriteShort(TextWriter to, AttemptError error, string indent)
    {
        if (Place(error) is { } frame)
        {
            to.WriteLine($"{indent}{palette.Dim("-->")} {PlaceText(frame)}");
            foreach (var line in SourceSnippet.Read(Absolute(frame.File), frame.Line, frame.Column, palette)) to.WriteLine(indent + line);
        }
        if (error.Argument is { } argument) to.WriteLine($"{indent}input {argument + 1} is at fault");
        var cause = error.Cause;
        for (var depth = 0; cause is not null && depth < MostCauses; depth++, cause = cause.Cause)
        {
            to.WriteLine($"{indent}{palette.Dim("because:")} {Headline(cause)}");
            if (Place(cause) is { } at) to.WriteLine($"{indent}  {palette.Dim("-->")} {PlaceText(at)}");
        }
    }

    /// <summary>Everything that is known.</summary>
    public void WriteFull(TextWriter to, AttemptError error)
    {
        to.WriteLine($"{palette.Red("error:")} {Headline(error)}");
        WriteShort(to, error, "  ");
        foreach (var frame in error.Frames) to.WriteLine($"  {palette.Dim("at")} {PlaceText(frame)}");
        foreach (var frame in error.Location) to.WriteLine($"  {palette.Dim("in East at")} {PlaceText(frame)}");
        to.WriteLine($"  {palette.Dim($"code {error.Code}, side {SideText(error.Side)}{(error.Retryable ? ", trying again may help" : "")}")}");
        if (error.Details.Length == 0) return;
        to.WriteLine();
        var lines = Printable.Lines(error.Details).TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(MostDetails)) to.WriteLine($"  {palette.Dim(line)}");
        if (lines.Length > MostDetails) to.WriteLine($"  {palette.Dim($"and {lines.Length - MostDetails} more lines")}");
    }

    /// <summary><c>ValueError: could not convert</c>, without repeating the language's name of the error.</summary>
    public static string Headline(AttemptError error)
    {
        var summary = Printable.Of(error.Summary);
        var type = Printable.Of(error.ErrorType);
        return type.Length == 0 || summary.StartsWith(type, StringComparison.Ordinal) ? summary : $"{type}: {summary}";
    }

    /// <summary>Who is at fault, as a word of the JSON documents.</summary>
    public static string SideText(ErrorSide side) => side switch
    {
        ErrorSide.Task => "task",
        ErrorSide.Runner => "runner",
        ErrorSide.Host => "host",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, null),
    };

    /// <summary>The user's innermost frame; the innermost of all where none is the user's; null where there are none.</summary>
    public static ErrorFrame? Place(AttemptError error) =>
        error.Frames.FirstOrDefault(f => f.IsUser) ?? error.Location.FirstOrDefault(f => f.IsUser)
        ?? (error.Frames is [var first, ..] ? first : error.Location is [var located, ..] ? located : null);

    private string PlaceText(ErrorFrame frame)
    {
        var file = Absolute(frame.File);
        var below = Path.GetRelativePath(projectDirectory, file);
        var shown = Printable.Of(below.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(below) ? frame.File : below);
        var place = frame.Line <= 0 ? shown : frame.Column <= 0 ? $"{shown}:{frame.Line}" : $"{shown}:{frame.Line}:{frame.Column}";
        return frame.Function.Length == 0 ? place : $"{place} in {Printable.Of(frame.Function)}";
    }

    private string Absolute(string file)
    {
        try
        {
            return Path.GetFullPath(file, projectDirectory);
        }
        catch (ArgumentException)
        {
            return file;
        }
    }
}
