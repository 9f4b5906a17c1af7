using Polyglot.PowerShell.Shell;
using Polyglot.Testing;

namespace Polyglot.PowerShell.Tests.Support;

/// <summary>A project of shell commands in a folder of its own.</summary>
internal sealed class ShellProject : IDisposable
{
    public const string Yaml =
        """
        name: words
        inputs:
          words: { file: words.txt, type: Blob }
          count: { value: 2, type: Integer }
        tasks:
          sorted:
            runner: shell
            command: "sort -u < {inputs.words} > {output}; echo sorting; echo done >&2"
            inputs: { words: words }
            output: String
          total:
            runner: shell
            command: "wc -l < {inputs.sorted} | tr -d ' ' > {output}"
            inputs: { sorted: sorted }
            output: String
        outputs:
          out/sorted.txt: sorted
        """;

    private readonly TempDirectory _folder = new();

    public ShellProject(string yaml = Yaml)
    {
        Write("polyglot.yaml", yaml);
        Write("words.txt", "pear\napple\nfig\napple\n");
    }

    public string Folder => _folder.Path;

    /// <summary>As if the shell were in the project, and the module in the checkout.</summary>
    public Surroundings At => new(Folder, Repository.Root);

    public string PathOf(string name) => System.IO.Path.Combine(Folder, name);

    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    public void Dispose() => _folder.Dispose();
}
