using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Values;

/// <summary>What came of storing a file: an object with its type, or a problem.</summary>
/// <param name="Id">Null when there is a problem.</param>
/// <param name="Type">Null when there is a problem.</param>
/// <param name="Problem">What is wrong and where; null when the file is stored.</param>
public readonly record struct FileImportResult(ObjectId? Id, EastType? Type, string? Problem);

/// <summary>Stores a file as a value object, by the same rules as a project's <c>file:</c> inputs.</summary>
public static class FileImport
{
    /// <summary>Stores a file: Blobs and Strings as its content, other values by what the extension says.</summary>
    /// <param name="repository">Where.</param>
    /// <param name="path">The file.</param>
    /// <param name="type">Its type; null for that of a beast2 file, and Blob for any other.</param>
    public static FileImportResult Put(Repository repository, string path, EastType? type)
    {
        ArgumentNullException.ThrowIfNull(repository);
        path = Path.GetFullPath(path);
        var format = InputReader.ByExtension(path);
        if (type is null && format == FileFormat.Beast2)
        {
            using var stream = File.OpenRead(path);
            var header = Beast2.ReadHeader(stream);
            if (!header.IsSuccess) return new(null, null, header.Error.Message);
            type = header.Value.Type;
        }
        type ??= EastType.Blob;
        if (type.Kind is EastTypeKind.Blob or EastTypeKind.String && format != FileFormat.Beast2) format = FileFormat.Raw;
        if (format is null) return new(null, null, ProjectMessages.UnknownFormat(path));
        var reading = new FileImporter(repository.StatCache, repository.Objects).Read(path, type, format.Value);
        return reading.Id is { } id ? new(id, type, null) : new(null, null, reading.Problem);
    }
}
