using System.CommandLine;
using System.Globalization;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.CommandLine;

/// <summary>Options whose value is a whole number.</summary>
internal static class NumberOption
{
    /// <summary>An option that is null where it is not given.</summary>
    /// <param name="least">Smaller numbers are refused.</param>
    /// <param name="description">For the help page.</param>
    /// <param name="name">The long name.</param>
    /// <param name="aliases">Other names.</param>
    public static Option<int?> Make(int least, string description, string name, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
            result.AddError(CliMessages.BadNumber(name, least, text));
            return null;
        },
    };
}
