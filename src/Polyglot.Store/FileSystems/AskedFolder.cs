using System.Text;

namespace Polyglot.Store;

/// <summary>A folder from which very many files are asked for. Thread-safe; nobody asks when it is disposed.</summary>
internal abstract class AskedFolder : IDisposable
{
    /// <summary>As <see cref="FileSystem.Stat(string)"/>, for a path in UTF-8 that ends with a zero: relative to the folder, or absolute.</summary>
    public abstract FileStatus? Stat(ReadOnlySpan<byte> path);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The one for systems that know only whole paths.</summary>
internal sealed class PortableAskedFolder(FileSystem files, string folder) : AskedFolder
{
    /// <inheritdoc/>
    public override FileStatus? Stat(ReadOnlySpan<byte> path) => files.Stat(Path.Combine(folder, Encoding.UTF8.GetString(path[..^1])));

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
