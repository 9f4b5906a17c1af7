using System.CommandLine;
using System.Reflection;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot version</c>.</summary>
internal sealed class VersionVerb() : Verb("version", "Print the versions of the program, the runner protocol and the East IR")
{
    /// <summary><c>polyglot --version</c>, as other programs have it.</summary>
    public static readonly Option<bool> Option = new("--version") { Hidden = true };

    /// <summary>The program's own version.</summary>
    public static string Program { get; } =
        typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public override IReadOnlyList<Example> Examples => [new("version --output json", "for scripts")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("version", Program);
                writer.WriteNumber("protocol", Versions.Protocol);
                writer.WriteString("ir", Versions.Ir);
                writer.WriteNumber("repository", Versions.Repository);
            });
        }
        else
        {
            session.Out.WriteLine($"polyglot {Program} (protocol {Versions.Protocol}, IR {Versions.Ir}, repository format {Versions.Repository})");
        }
        return Task.FromResult(ExitCode.Ok);
    }
}
