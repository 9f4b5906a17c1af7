using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Errors;

/// <summary>Problems as the JSON document of a verb that could not do its work.</summary>
internal static class ProblemJson
{
    /// <summary>Prints the document.</summary>
    public static void Write(Session session, IReadOnlyList<Problem> problems, ExitCode code) => JsonOutput.Write(session, writer =>
    {
        writer.WriteNumber("exitCode", (int)code);
        Write(writer, "errors", problems);
    });

    /// <summary>A list of problems as a member.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<Problem> problems)
    {
        writer.WriteStartArray(name);
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("what", problem.What);
            writer.WriteOptional("where", problem.Where);
            if (problem.Line > 0) writer.WriteNumber("line", problem.Line);
            if (problem.Column > 0) writer.WriteNumber("column", problem.Column);
            writer.WriteOptional("suggestion", problem.Suggestion);
            writer.WriteOptional("next", problem.Next);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
