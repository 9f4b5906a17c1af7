using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Verbs.Completion;

/// <summary><c>polyglot completion</c>.</summary>
internal sealed class CompletionVerb : Verb
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    private readonly Argument<string> _shell = new("shell") { HelpName = "bash|zsh|fish|powershell", Description = "The shell" };

    public CompletionVerb() : base("completion", "Print a script that completes polyglot's command line in a shell") => Command.Arguments.Add(_shell);

    public override string Details =>
        """
        Verbs, options and their values, and names as they are now: tasks, inputs and outputs of the project, refs, tags and runs. Where to put it:

          bash         eval "$(polyglot completion bash)"                            in ~/.bashrc
          zsh          eval "$(polyglot completion zsh)"                             in ~/.zshrc, after compinit
          fish         polyglot completion fish > ~/.config/fish/completions/polyglot.fish
          PowerShell   polyglot completion powershell | Out-String | Invoke-Expression   in $PROFILE
        """;

    public override IReadOnlyList<Example> Examples => [new("completion bash", "the script for bash"), new("completion fish", "the script for fish")];

    /// <summary>The script of a shell.</summary>
    public static string Script(string shell)
    {
        using var stream = typeof(CompletionVerb).Assembly.GetManifestResourceStream($"completion.{shell}") ?? throw new InvalidOperationException($"there is no script for {shell}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var shell = Required(arguments, _shell);
        if (shell == "pwsh") shell = "powershell";
        if (!Shells.Contains(shell)) throw CliFailure.Usage(CompletionMessages.UnknownShell(shell), CliMessages.SeeHelp("completion"), NearestNames.Of(shell, Shells));
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("shell", shell);
                writer.WriteString("script", Script(shell));
            });
        }
        else
        {
            session.Out.Write(Script(shell));
        }
        return Task.FromResult(ExitCode.Ok);
    }
}
