using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Support;

/// <summary>A project in a fresh folder whose tasks are shell commands, so that no other runtime is needed.</summary>
internal sealed class ShellProject : IDisposable
{
    private const int KillSignal = 9;

    private readonly TempDirectory _folder = new();

    public ShellProject(string yaml) => Write("polyglot.yaml", yaml);

    /// <summary>The project's folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>Two tasks in a row: the lines of data/words.txt sorted, and counted.</summary>
    public static ShellProject Words()
    {
        var project = new ShellProject(
            """
            name: words
            inputs:
              words: { file: data/words.txt, type: Blob }
            tasks:
              sorted:
                runner: shell
                command: "echo sorting >&2; sort -u < {inputs.words} > {output}"
                inputs: { words: words }
                output: String
              count:
                runner: shell
                command: "wc -l < {inputs.sorted} | tr -d ' ' > {output}"
                inputs: { sorted: sorted }
                output: String
            outputs:
              out/count.txt: count
            """);
        project.Write("data/words.txt", "pear\napple\napple\n");
        return project;
    }

    /// <summary>Writes a file of the project.</summary>
    public string Write(string relative, string text) => _folder.Write(relative, text);

    /// <summary>A file of the project.</summary>
    public string Read(string relative) => File.ReadAllText(PathOf(relative));

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>Runs the program in the project's folder.</summary>
    public Finished Polyglot(params string[] arguments) => PolyglotProcess.Run(Folder, arguments);

    /// <summary>Kills a run when it has printed that many lines.</summary>
    public void KillRunAfter(int lines)
    {
        using var process = PolyglotProcess.Start(Folder, [], "run", "-v", "-j", "4");
        for (var i = 0; i < lines; i++)
            if (process.ReadLine() is null) break;
        process.Signal(KillSignal);
        process.Finish();
    }

    /// <summary>What fsck says when it has removed what killed hosts left: the lock of a task that had ended already stays until somebody needs its place.</summary>
    public Finished FsckAfterKills()
    {
        var repaired = Polyglot("fsck", "--repair");
        return repaired.ExitCode == 0 ? Polyglot("fsck") : repaired;
    }

    public void Dispose()
    {
        // Objects are read-only, and so may be the folders that hold them.
        _folder.Dispose();
    }
}
