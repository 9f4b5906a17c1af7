using System.Buffers;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Provenance;

/// <summary>Finds the object that a file of any name holds, by its content. Nothing is stored. Not thread-safe.</summary>
public static class FileIdentity
{
    private const int MostTypes = 64;

    /// <summary>
    /// The object that runs know and whose bytes, or whose value in this file's format, the file holds; null where no run has seen it. Tried are the
    /// file itself as an object, its content as a Blob and as a String, and for .json, .csv and .east the types of what runs published under such names.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ObjectId? Find(Repository repository, ProvenanceIndex index, string path)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(index);
        foreach (var id in Contents(path))
            if (index.Knows(id)) return id;
        if (InputReader.ByExtension(path) is not { } format) return null;
        var importer = new FileImporter(repository.StatCache, null);
        foreach (var type in Types(repository, index, Path.GetExtension(path)))
            if (ValueFile.OutputFormat(path, type) == format && importer.Import(Path.GetFullPath(path), type, format).Id is { } id && index.Knows(id)) return id;
        return null;
    }

    // One pass over the file for all three.
    private static ObjectId[] Contents(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var plain = new ObjectHasher();
        using var blob = new ObjectHasher();
        using var text = new ObjectHasher();
        blob.Append(BlobHeader.Of(EastType.Blob, file.Length));
        text.Append(BlobHeader.Of(EastType.String, file.Length));
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        for (int count; (count = file.Read(buffer)) > 0;)
            foreach (var hasher in new[] { plain, blob, text }) hasher.Append(buffer.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(buffer);
        return [blob.Finish(), text.Finish(), plain.Finish()];
    }

    private static IEnumerable<EastType> Types(Repository repository, ProvenanceIndex index, string extension)
    {
        var seen = new HashSet<EastType>();
        foreach (var (path, id) in index.Published)
        {
            if (!Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase) || repository.Objects.Locate(id) is not ObjectLocation.Found found) continue;
            using var file = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (Beast2.ReadHeader(file) is not { IsSuccess: true } header || !seen.Add(header.Value.Type)) continue;
            yield return header.Value.Type;
            if (seen.Count == MostTypes) yield break;
        }
    }
}
