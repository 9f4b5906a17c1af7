using System.CommandLine;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.CommandLine;

/// <summary>The help of the program and of each verb.</summary>
internal static class HelpPage
{
    /// <summary><c>--help</c>, for every verb.</summary>
    public static readonly Option<bool> Option = new("--help", "-h", "-?") { Description = "Show this help", Recursive = true };

    private static readonly (int Code, string Meaning)[] ExitCodes =
    [
        (0, "all went well"),
        (1, "a task failed (fsck, conformance: something is wrong)"),
        (2, "the command line, the project file or another input is wrong"),
        (3, "a runtime or Polyglot itself is at fault"),
        (130, "interrupted"),
    ];

    /// <summary>Whether help is what was asked for: by the option, or by typing nothing at all.</summary>
    public static bool IsAsked(ParseResult parsed, Verb? verb) =>
        parsed.GetValue(Option) || (verb is null && parsed.UnmatchedTokens.Count == 0 && parsed.Tokens.Count == 0);

    /// <summary>Prints the help of a verb, or of the program where <paramref name="verb"/> is null.</summary>
    public static void Write(TextWriter to, Grammar grammar, Verb? verb)
    {
        if (verb is null) WriteProgram(to, grammar);
        else WriteVerb(to, grammar, verb);
        to.WriteLine();
        to.WriteLine("Exit codes:");
        var codes = new TextTable(new Column("", Right: true), new Column(""));
        foreach (var (code, meaning) in ExitCodes) codes.Add($"{code}", meaning);
        codes.Write(to, Palette.None, indent: "  ");
    }

    private static void WriteProgram(TextWriter to, Grammar grammar)
    {
        to.WriteLine(grammar.Command.Description);
        to.WriteLine();
        to.WriteLine("Usage: polyglot <verb> [options]");
        WriteVerbs(to, grammar.Verbs);
        WriteOptions(to, "Options of every verb:", grammar.Command.Options);
        to.WriteLine();
        to.WriteLine("Examples:");
        var examples = new TextTable(new Column(""), new Column(""));
        examples.Add("polyglot init hello", "make a small project that runs at once");
        examples.Add("polyglot run examples/co2-outlook", "bring a project up to date");
        examples.Add("polyglot help run", "all about a verb");
        examples.Write(to, Palette.None, indent: "  ");
    }

    private static void WriteVerbs(TextWriter to, IEnumerable<Verb> verbs)
    {
        to.WriteLine();
        to.WriteLine("Verbs:");
        var table = new TextTable(new Column(""), new Column(""));
        foreach (var verb in verbs.Where(v => !v.Command.Hidden)) table.Add(verb.Command.Name, verb.Command.Description ?? "");
        table.Write(to, Palette.None, indent: "  ");
    }

    private static void WriteVerb(TextWriter to, Grammar grammar, Verb verb)
    {
        to.WriteLine(verb.Command.Description);
        if (verb.Details is { } details)
        {
            to.WriteLine();
            to.WriteLine(details);
        }
        to.WriteLine();
        var arguments = verb.Verbs.Count > 0 ? " <verb>" : string.Concat(verb.Command.Arguments.Select(a => " " + Usage(a)));
        to.WriteLine($"Usage: polyglot {verb.Name}{arguments} [options]");
        if (verb.Verbs.Count > 0) WriteVerbs(to, verb.Verbs);
        if (verb.Command.Arguments.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("Arguments:");
            var table = new TextTable(new Column(""), new Column(""));
            foreach (var argument in verb.Command.Arguments) table.Add(NameOf(argument), argument.Description ?? "");
            table.Write(to, Palette.None, indent: "  ");
        }
        WriteOptions(to, "Options:", verb.Command.Options);
        WriteOptions(to, "Options of every verb:", grammar.Command.Options.Where(o => o.Recursive));
        to.WriteLine();
        to.WriteLine("Examples:");
        var examples = new TextTable(new Column(""), new Column(""));
        foreach (var example in verb.Examples) examples.Add("polyglot " + example.CommandLine, example.Meaning);
        examples.Write(to, Palette.None, indent: "  ");
    }

    private static void WriteOptions(TextWriter to, string title, IEnumerable<Option> options)
    {
        var table = new TextTable(new Column(""), new Column(""));
        foreach (var option in options.Where(o => !o.Hidden))
        {
            var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length));
            var value = option.HelpName is null ? "" : option.HelpName.StartsWith('=') ? $"[{option.HelpName}]" : " " + option.HelpName;
            table.Add(names + value, option.Description ?? "");
        }
        if (table.Count == 0) return;
        to.WriteLine();
        to.WriteLine(title);
        table.Write(to, Palette.None, indent: "  ");
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static string Usage(Argument argument)
    {
        var name = NameOf(argument) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}
