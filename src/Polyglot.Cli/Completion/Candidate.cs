namespace Polyglot.Cli.Completion;

/// <summary>A word that may stand where the cursor is.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Description">What it means; may be empty.</param>
internal readonly record struct Candidate(string Text, string Description = "")
{
    /// <summary>Stands for the names of files, which shells complete themselves.</summary>
    public static Candidate Files { get; } = new(":files");
}
