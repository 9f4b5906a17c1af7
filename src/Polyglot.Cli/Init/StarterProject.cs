namespace Polyglot.Cli.Init;

/// <summary>The files of a small project that runs at once. Pure.</summary>
internal static class StarterProject
{
    private const string Ignore = ".e3/\n";

    /// <summary>What <c>--template</c> takes.</summary>
    public static IReadOnlyList<string> Templates { get; } = ["auto", "shell", .. StarterScript.All.Select(s => s.Runner)];

    /// <summary>The files by relative path.</summary>
    /// <param name="name">The dataflow's name.</param>
    /// <param name="runners">
    /// The languages to use: the first makes numbers and the last sums them up, so that two of them show a chain across languages; none for a
    /// project that needs nothing but a shell.
    /// </param>
    public static IReadOnlyList<(string Path, string Content)> Files(string name, IReadOnlyList<StarterScript> runners)
    {
        if (runners.Count == 0) return [("polyglot.yaml", Shell(name)), ("data/words.txt", "pear\napple\nfig\napple\n"), (".gitignore", Ignore)];
        var (first, last) = (runners[0], runners[^1]);
        return
        [
            ("polyglot.yaml", Languages(name, first, last)),
            ($"src/squares{first.Extension}", first.Squares.ReplaceLineEndings("\n")),
            ($"src/summary{last.Extension}", last.Summary.ReplaceLineEndings("\n")),
            (".gitignore", Ignore),
        ];
    }

    private static string Languages(string name, StarterScript first, StarterScript last) =>
        $$"""
        # `polyglot run` brings the outputs up to date. What was computed once is kept in .e3/ and never computed again: change
        # something, run again, and see what runs and why.
        name: {{name}}

        inputs:
          # A value here, or a file: { file: data/table.csv, type: "Array<Struct<day: DateTime, ppm: Float>>" }
          count: { value: 10, type: Integer }

        tasks:
          # A function in a script. Its types come from its annotations and are checked along every edge before anything runs.
          squares: { runner: {{first.Runner}}, function: src/squares{{first.Extension}}#squares, inputs: [count] }
          summary: { runner: {{last.Runner}}, function: src/summary{{last.Extension}}#summary, inputs: [squares] }
          # Any program: {inputs.name} and {output} are files.
          shout:
            runner: shell
            command: "tr a-z A-Z < {inputs.summary} > {output}"
            inputs: { summary: summary }
            output: String

        outputs:
          # Written here after a run, when their content changed.
          out/summary.txt: summary
          out/shout.txt: shout

        """.ReplaceLineEndings("\n");

    private static string Shell(string name) =>
        $$"""
        # `polyglot run` brings the outputs up to date. What was computed once is kept in .e3/ and never computed again: change
        # something, run again, and see what runs and why.
        name: {{name}}

        inputs:
          # A file's content, or a value: { value: 10, type: Integer }
          words: { file: data/words.txt, type: Blob }

        tasks:
          # Any program: {inputs.name} and {output} are files. With Python, Node or Julia a task can be a function of your own:
          #   { runner: python, function: src/count.py#count, inputs: [words] }
          sorted:
            runner: shell
            command: "sort -u < {inputs.words} > {output}"
            inputs: { words: words }
            output: String
          count:
            runner: shell
            command: "wc -l < {inputs.sorted} | tr -d ' ' > {output}"
            inputs: { sorted: sorted }
            output: String

        outputs:
          # Written here after a run, when their content changed.
          out/sorted.txt: sorted
          out/count.txt: count

        """.ReplaceLineEndings("\n");
}
