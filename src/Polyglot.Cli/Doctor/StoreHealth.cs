using Polyglot.Store;

namespace Polyglot.Cli.Doctor;

/// <summary>A look at a repository that is quick because no content is read; <c>fsck</c> reads it all.</summary>
/// <param name="Path">The repository's folder.</param>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="Runs">How many runs.</param>
internal sealed record StoreHealth(string Path, long Objects, long Bytes, int Runs)
{
    public static StoreHealth Look(Repository repository)
    {
        var (objects, bytes) = (0L, 0L);
        var folder = new DirectoryInfo(System.IO.Path.Combine(repository.RepositoryPath, "objects"));
        if (folder.Exists)
        {
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            {
                objects++;
                bytes += file.Length;
            }
        }
        return new StoreHealth(repository.RepositoryPath, objects, bytes, repository.Runs.List().Count());
    }
}
