using System.CommandLine;
using System.CommandLine.Parsing;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.CommandLine;

/// <summary>What is wrong with a command line, with the word that was probably meant.</summary>
internal static class ParseProblems
{
    /// <summary>Empty when the verb can be run.</summary>
    public static IReadOnlyList<Problem> Of(ParseResult parsed, Grammar grammar, Verb? verb)
    {
        if (verb is null) return [UnknownVerb(parsed, grammar)];
        var help = CliMessages.SeeHelp(verb.Name);
        if (verb.Verbs.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } word)
            return [new Problem(CliMessages.UnknownVerb($"{verb.Name} {word}"), Next: help) { Suggestion = NearestNames.Of(word, verb.Verbs.Select(v => v.Command.Name)) }];
        var stray = parsed.UnmatchedTokens.Concat(OptionsTakenAsArguments(parsed)).Distinct().ToList();
        if (stray.Count > 0) return [.. stray.Select(token => Stray(token, verb, grammar, help))];
        if (Missing(parsed, verb) is { } missing) return [new Problem(missing, Next: help)];
        return [.. parsed.Errors.Select(error => new Problem(error.Message.TrimEnd('.'), Next: help))];
    }

    /// <summary>An argument that was left out, or an option without its value.</summary>
    private static string? Missing(ParseResult parsed, Verb verb)
    {
        var option = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o => o is { Implicit: false, Tokens.Count: 0 } && o.Option.Arity.MinimumNumberOfValues > 0);
        if (option is not null) return CliMessages.ValueMissing(option.IdentifierToken?.Value ?? option.Option.Name);
        var argument = verb.Command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 });
        return argument is not null ? CliMessages.ArgumentMissing(verb.Name, argument.HelpName ?? argument.Name) : null;
    }

    private static Problem UnknownVerb(ParseResult parsed, Grammar grammar)
    {
        var word = parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);
        if (word is null) return new Problem(CliMessages.NoVerb, Next: CliMessages.ListVerbs);
        if (word.StartsWith('-')) return new Problem(CliMessages.UnknownOption(word), Next: CliMessages.ListVerbs) { Suggestion = Nearest(word, grammar.Command.Options) };
        return new Problem(CliMessages.UnknownVerb(word), Next: CliMessages.ListVerbs)
        {
            Suggestion = NearestNames.Of(word, grammar.Verbs.Select(v => v.Command.Name)),
        };
    }

    private static Problem Stray(string token, Verb verb, Grammar grammar, string help) =>
        token.StartsWith('-')
            ? new Problem(CliMessages.UnknownOption(token), Next: help)
            {
                Suggestion = Nearest(token, verb.Command.Options.Concat(grammar.Command.Options.Where(o => o.Recursive))),
            }
            : new Problem(CliMessages.UnexpectedArgument(token), Next: help);

    private static string? Nearest(string token, IEnumerable<Option> options)
    {
        var name = token.Split('=', 2)[0];
        return NearestNames.Of(name, options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal)));
    }

    /// <summary>
    /// A verb with a list of arguments would take a misspelt option for one of them. Negative numbers are arguments, and so is everything after <c>--</c>.
    /// </summary>
    private static IEnumerable<string> OptionsTakenAsArguments(ParseResult parsed)
    {
        var afterDashes = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).Select(t => t.Value).ToList();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .Select(t => t.Value)
            .Where(v => v is ['-', not (>= '0' and <= '9' or '.'), ..] && !afterDashes.Contains(v));
    }
}
