using Polyglot.Cli.Errors;
using Polyglot.Runners.Setup;

namespace Polyglot.Cli.Setup;

/// <summary>
/// Installs what a project asks for and is not there, with the program that <see cref="Variable"/> names. The launcher of a checkout sets it to <c>eng/setup.sh</c>;
/// without it nothing is ever installed.
/// </summary>
internal static class SetUp
{
    /// <summary>Names the set-up program.</summary>
    public const string Variable = "POLYGLOT_SETUP";

    /// <summary>True when something was missing and the set-up program ended well: it is worth trying again.</summary>
    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="print">Shows a line that the program prints; on any thread.</param>
    /// <param name="cancel">Stops the program.</param>
    public static async Task<bool> TryAsync(string project, Action<string> print, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } program) return false;
        var missing = await MissingRuntimes.FindAsync(project, cancel).ConfigureAwait(false);
        if (missing.Count == 0) return false;
        var problem = await new SetupScript(program).RunAsync(missing, print, cancel).ConfigureAwait(false);
        if (problem is not null) print(CliMessages.SetUpFailed(problem));
        return problem is null;
    }
}
