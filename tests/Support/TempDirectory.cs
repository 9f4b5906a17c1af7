namespace Polyglot.Testing;

/// <summary>A fresh directory that is deleted with everything in it when disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>The absolute path, without a trailing separator.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("polyglot-test-").FullName;

    /// <summary>Writes a text file below the directory, making its folders, and returns its absolute path.</summary>
    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file below the directory, making its folders, and returns its absolute path.</summary>
    public string Write(string relative, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
