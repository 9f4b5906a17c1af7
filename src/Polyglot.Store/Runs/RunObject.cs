using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// A run's record kept as an object, so that a ref can point to a run: what such a ref reaches is all that the run reaches,
/// also when the record itself is collected. Thread-safe.
/// </summary>
public static class RunObject
{
    /// <summary>Stores the record and returns its object.</summary>
    public static ObjectId Put(IObjectStore objects, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return objects.Put(RunRecordCodec.Encode(run));
    }

    /// <summary>The run that an object is the record of; null where it is something else, missing or damaged. Of other objects only the type is read.</summary>
    public static RunRecord? TryRead(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        if (objects.Locate(id) is not ObjectLocation.Found found) return null;
        using (var file = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096))
        {
            var header = Beast2.ReadHeader(file);
            if (!header.IsSuccess || header.Value.Type != RunRecordCodec.Type) return null;
        }
        return objects.Read(id) is ObjectRead.Found read ? RunRecordCodec.Decode(read.Bytes.Span, found.Path).Value : null;
    }
}
