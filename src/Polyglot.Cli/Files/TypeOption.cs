using System.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;

namespace Polyglot.Cli.Files;

/// <summary><c>--type</c>.</summary>
internal static class TypeOption
{
    /// <summary>What stands for the type of programs, which is long.</summary>
    public const string Program = "ir";

    /// <summary>The option.</summary>
    public static Option<string?> Make(string description) => new("--type", "-t") { Description = $"{description}; `{Program}` for that of East programs", HelpName = "TYPE" };

    /// <summary>The type that was given; null where there was none.</summary>
    /// <exception cref="CliFailure">It is no type.</exception>
    public static EastType? Of(string? text)
    {
        if (text is null) return null;
        if (text == Program) return IrTypes.Ir;
        var parsed = TypeSyntax.Parse(text);
        return parsed.IsSuccess ? parsed.Value : throw CliFailure.Usage(CliMessages.BadType(text, parsed.Error.ToString()), CliMessages.TypeSyntax);
    }
}
