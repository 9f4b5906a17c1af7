using Polyglot.East;

namespace Polyglot.Cli.Errors;

/// <summary>What is said of files that hold values or programs.</summary>
internal static class FileMessages
{
    public const string Extensions = "files of values end in .beast2, .beast, .east, .json or .csv";
    public const string ProgramExtensions = "programs are .beast2 (also gzipped), .json or .east files, as the tools that make them write them";
    public const string TypeNext = "say it with --type, for example --type \"Array<Struct<date: DateTime, ppm: Float>>\"";
    public const string TextNext = "East text: 42, 1.5, \"text\", [1, 2], (a=1, b=2), .some 3; or the path of a file";
    public const string CheckNext = "`polyglot east check` checks without running; the program's author has to mend it";

    public const string TooLarge = "the file is larger than a program may be";

    public static string NoFile(string path) => $"there is no file {path}";

    public static string UnknownExtension(string path) => $"the extension of {path} says nothing about its format";

    public static string TypeNeeded(string path) => $"{path} holds a value whose type must be said";

    public static string WrongType(EastType expected, EastType found, TypeDifference? difference) =>
        $"the file holds a value of type {found}, not {expected}{(difference is { Path.Length: > 0 } ? $" (at {difference})" : "")}";

    public static string NotRead(string why) => $"the value cannot be read: {why}";

    public static string NotWritten(string why) => $"the value cannot be written: {why}";

    public static string NoForm(string form, EastType type) => $"a value of type {type} has no {form} form";

    public static string ArgumentCount(int expected, int given) => $"the program takes {expected} {(expected == 1 ? "argument" : "arguments")}, got {given}";

    public static string BadArgument(int position, EastType type, string why) => $"argument {position} is no {type}: {why}";
}
