using System.CommandLine;
using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Completion;

/// <summary>What may be typed next: verbs, options and fixed words from the grammar, names from what is known of the project.</summary>
/// <param name="grammar">The command line.</param>
/// <param name="known">Names of a project: that of <c>-C</c>, or of the current folder where it is null.</param>
internal sealed class Completer(Grammar grammar, Func<string?, IKnownNames> known)
{
    /// <summary>The candidates for the last of the words, which may be empty.</summary>
    /// <param name="words">What was typed after the program's name, up to the cursor.</param>
    public IReadOnlyList<Candidate> Complete(IReadOnlyList<string> words)
    {
        var current = words.Count == 0 ? "" : words[^1];
        var command = grammar.Command;
        var options = grammar.Command.Options.Where(option => option.Recursive).ToList();
        var (positional, onlyArguments, project) = (0, false, (string?)null);
        Option? open = null;
        foreach (var word in words.SkipLast(1))
        {
            if (open is not null)
            {
                if (open.Name == "--project") project = word;
                open = null;
            }
            else if (word == "--")
            {
                onlyArguments = true;
            }
            else if (!onlyArguments && word.Length > 1 && word[0] == '-')
            {
                var name = word.Split('=', 2);
                var option = Find(name[0]);
                if (option?.Name == "--project" && name.Length == 2) project = name[1];
                open = name.Length == 1 && option is not null && TakesValue(option) ? option : null;
            }
            else if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } sub && positional == 0)
            {
                command = sub;
            }
            else
            {
                positional++;
            }
        }

        if (open is not null) return Values(open, current, "");
        if (!onlyArguments && current.StartsWith('-'))
        {
            if (current.Split('=', 2) is [var name, var value]) return Find(name) is { } option ? Values(option, value, name + "=") : [];
            return Fitting(command.Options.Concat(options).Where(option => !option.Hidden).Select(option => new Candidate(option.Name, option.Description ?? "")), current);
        }
        if (positional == 0 && command.Subcommands.Count > 0)
            return Fitting(command.Subcommands.Where(sub => !sub.Hidden).Select(sub => new Candidate(sub.Name, sub.Description ?? "")), current);
        if (command.Arguments.Count == 0) return [];
        // The last argument may be a list.
        var argument = command.Arguments[Math.Min(positional, command.Arguments.Count - 1)];
        if (positional >= command.Arguments.Count && argument.Arity.MaximumNumberOfValues <= 1) return [];
        if (WantedOf.Words(argument.HelpName) is { Count: > 0 } fixedWords) return Fitting(fixedWords.Select(word => new Candidate(word)), current);
        return Named(WantedOf.Argument(NameOf(command), argument.Name), current, "");

        Option? Find(string name) => command.Options.Concat(options).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

        IReadOnlyList<Candidate> Values(Option option, string value, string before) => WantedOf.Words(option.HelpName) is { Count: > 0 } fixedValues
            ? Fitting(fixedValues.Select(word => new Candidate(before + word)), before + value)
            : Named(WantedOf.Option(option.Name), value, before);

        IReadOnlyList<Candidate> Named(Wanted wanted, string value, string before)
        {
            var found = wanted.HasFlag(Wanted.Verbs) ? grammar.Verbs.Where(verb => !verb.Command.Hidden).Select(verb => new Candidate(verb.Name, verb.Command.Description ?? "")) : known(project).Find(wanted, value);
            var fitting = Fitting(found.Select(candidate => candidate with { Text = before + candidate.Text }), before + value);
            return wanted.HasFlag(Wanted.Files) ? [.. fitting, Candidate.Files] : fitting;
        }
    }

    /// <summary>A bare <c>--force</c> takes no word after it, and flags take none at all.</summary>
    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Name != "--force";

    private string NameOf(Command command) => grammar.All.FirstOrDefault(verb => verb.Command == command)?.Name ?? command.Name;

    // A word that a shell could not take in one line is left out.
    private static IReadOnlyList<Candidate> Fitting(IEnumerable<Candidate> candidates, string prefix) =>
        [.. candidates.Where(candidate => candidate.Text.StartsWith(prefix, StringComparison.Ordinal) && !candidate.Text.Any(char.IsControl)).DistinctBy(candidate => candidate.Text, StringComparer.Ordinal)];
}
