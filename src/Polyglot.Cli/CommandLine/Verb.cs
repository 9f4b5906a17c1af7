using System.CommandLine;

namespace Polyglot.Cli.CommandLine;

/// <summary>An example of a help page.</summary>
/// <param name="CommandLine">What to type, without the leading <c>polyglot</c>.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string CommandLine, string Meaning);

/// <summary>One verb of the command line: its grammar, its help and what it does.</summary>
internal abstract class Verb
{
    /// <param name="name">What is typed; a verb of a group is named with its group: <c>east run</c>.</param>
    /// <param name="summary">One line of help.</param>
    protected Verb(string name, string summary)
    {
        Name = name;
        Command = new Command(name.Split(' ')[^1], summary);
    }

    /// <summary>What is typed after <c>polyglot</c>.</summary>
    public string Name { get; }

    /// <summary>The verbs of a group, which does nothing itself; empty for a verb that does.</summary>
    public virtual IReadOnlyList<Verb> Verbs => [];

    /// <summary>Name, arguments and options.</summary>
    public Command Command { get; }

    /// <summary>At least one.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>More than the summary says; null for nothing.</summary>
    public virtual string? Details => null;

    /// <summary>The absolute path of the project file whose resident host may do it instead; null for what every process does itself.</summary>
    /// <exception cref="Errors.CliFailure">There is no such project.</exception>
    public virtual string? HostedProject(Session session, ParseResult arguments) => null;

    /// <summary>Does it.</summary>
    /// <exception cref="Errors.CliFailure">It cannot be done; says why.</exception>
    public abstract Task<ExitCode> RunAsync(Session session, ParseResult arguments);

    /// <summary>The value of a text argument that the grammar requires.</summary>
    protected static string Required(ParseResult arguments, Argument<string> argument) => arguments.GetValue(argument) ?? "";
}
