using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>
/// Brings back the object of an input that the stat cache knew and the store has lost, from the file or value it was made of. Thread-safe.
/// </summary>
internal sealed class InputRestorer(ResolvedSnapshot snapshot, IObjectStore objects, StatCache cache)
{
    /// <summary>Makes sure that an input's object is in the store, as far as its file still holds it.</summary>
    public void Ensure(int input)
    {
        var id = snapshot.Snapshot.Inputs[input].Id;
        if (!objects.Contains(id)) Restore(input, id);
    }

    /// <summary>True when the store has the object again; false when its file now holds something else.</summary>
    public bool Restore(int input, ObjectId id)
    {
        var content = snapshot.Inputs[input];
        if (content.Bytes is { } bytes) return objects.Put(bytes) == id;
        return content.File is { } file && new FileImporter(cache, objects).Read(file, snapshot.Snapshot.Inputs[input].Type, content.Format).Id == id;
    }
}
