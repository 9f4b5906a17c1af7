using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// The bytes of objects, from the repository or, where a plan has only looked at them, from the working copy. Nothing is written. Not thread-safe.
/// </summary>
/// <param name="objects">The repository's.</param>
/// <param name="now">What a plan has looked at; null for none.</param>
/// <param name="parts">The bytes of what is part of what a plan has looked at; null for none.</param>
internal sealed class ObjectContents(IObjectStore objects, ResolvedSnapshot? now, Func<ObjectId, ReadOnlyMemory<byte>?>? parts = null)
{
    /// <summary>Objects beyond this are not compared.</summary>
    public const long Largest = 16 << 20;

    /// <summary>The whole beast2 file; null where it is not at hand, is not what its id says any more, or is larger than <see cref="Largest"/>.</summary>
    public ReadOnlyMemory<byte>? Read(ObjectId id)
    {
        if (objects.Locate(id) is ObjectLocation.Found found)
            return found.Size <= Largest && objects.Read(id) is ObjectRead.Found read ? read.Bytes : null;
        try
        {
            return now is not null && ReadWorkingCopy(now, id) is { } bytes && Hashing.Object(bytes) == id ? bytes : parts?.Invoke(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? ReadWorkingCopy(ResolvedSnapshot now, ObjectId id)
    {
        for (var i = 0; i < now.Inputs.Count; i++)
        {
            if (now.Snapshot.Inputs[i].Id != id) continue;
            return now.Inputs[i] is { File: { } file } content ? ReadFile(file, now.Snapshot.Inputs[i].Type, content.Format) : now.Inputs[i].Bytes;
        }
        foreach (var launch in now.Launches)
        {
            foreach (var file in launch.Files)
                if (file.Id == id) return ReadFile(file.Path, EastType.Blob, FileFormat.Raw);
            if (launch.Ir == id) return launch.IrFile?.Invoke();
        }
        return null;
    }

    private static byte[]? ReadFile(string path, EastType type, FileFormat format)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Largest) return null;
        if (format != FileFormat.Raw) return ValueFile.Read(path, file, type, format).Value is { } value ? Beast2.Encode(type, value, Sharing.AsTree) : null;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Beast2.Encode(type, type.Kind == EastTypeKind.String ? System.Text.Encoding.UTF8.GetString(bytes) : EastBlob.Wrap(bytes));
    }
}
