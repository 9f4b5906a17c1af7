using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Dataflow.History;

/// <summary>Which files a run knows, and what they held: its outputs, the scripts of its tasks, and the files of its inputs. Pure.</summary>
public static class RestorableFiles
{
    /// <summary>What a run published.</summary>
    public static IReadOnlyList<FileToRestore> Outputs(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Outputs.Select(output => new FileToRestore(output.Path, output.Id))];
    }

    /// <summary>What a run read: scripts and what they depend on, and inputs whose files <paramref name="project"/> names.</summary>
    /// <param name="run">The run.</param>
    /// <param name="project">Says which file an input is; null where there is no readable project.</param>
    public static IReadOnlyList<FileToRestore> Sources(RunRecord run, Project? project)
    {
        ArgumentNullException.ThrowIfNull(run);
        var files = new List<FileToRestore>();
        foreach (var input in project?.Inputs ?? [])
            if (input.Source is FileSource file && run.Inputs.FirstOrDefault(i => i.Name == input.Name) is { } known)
                files.Add(new(Tidy(file.Path), known.Id, file.Format));
        files.AddRange(run.Tasks.SelectMany(task => task.Files).Select(file => new FileToRestore(Tidy(file.Name), file.Id, FileFormat.Raw)));
        return [.. files.DistinctBy(file => file.Path)];
    }

    /// <summary>The file that a word names: an output or a source by its path, or an input by its name; null for none.</summary>
    public static FileToRestore? Find(RunRecord run, Project? project, string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var path = Tidy(word);
        if (project?.Inputs.FirstOrDefault(input => input.Name == word)?.Source is FileSource file) path = Tidy(file.Path);
        return Outputs(run).Concat(Sources(run, project)).FirstOrDefault(known => known.Path == path);
    }

    private static string Tidy(string path) => string.Join('/', path.Split('/', '\\').Where(part => part is not ("" or ".")));
}
