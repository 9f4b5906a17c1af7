using System.IO.Compression;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;

namespace Polyglot.Cli.Files;

/// <summary>How a file holds a value; its extension says so.</summary>
internal enum FileForm
{
    /// <summary><c>.beast2</c>.</summary>
    Beast2,

    /// <summary><c>.beast</c>: beast v1 where it is written; read as whichever of the two it begins as.</summary>
    Beast,

    /// <summary><c>.east</c>: East text.</summary>
    East,

    /// <summary><c>.json</c>: East's JSON mapping.</summary>
    Json,

    /// <summary><c>.csv</c>.</summary>
    Csv,
}

/// <summary>Forms by extension.</summary>
internal static class FileForms
{
    /// <summary>The form of a path; null when its extension says nothing.</summary>
    public static FileForm? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".beast2" => FileForm.Beast2,
        ".beast" => FileForm.Beast,
        ".east" => FileForm.East,
        ".json" => FileForm.Json,
        ".csv" => FileForm.Csv,
        _ => null,
    };

    /// <summary>The form of a path.</summary>
    /// <exception cref="CliFailure">Its extension says nothing.</exception>
    public static FileForm Require(string path) => Of(path) ?? throw CliFailure.Usage(FileMessages.UnknownExtension(path), FileMessages.Extensions);
}
