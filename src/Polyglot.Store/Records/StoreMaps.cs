using Polyglot.East;

namespace Polyglot.Store;

/// <summary>How the store's own values are kept inside its records.</summary>
internal static class StoreMaps
{
    private const long NanosecondsPerTick = 100;

    /// <summary>An object id: a Blob of 32 bytes.</summary>
    public static ValueMap<ObjectId> ObjectId { get; } = Digest.As<ObjectId>(id => id.Digest, digest => new ObjectId(digest));

    /// <summary>A task id: a Blob of 32 bytes.</summary>
    public static ValueMap<TaskId> TaskId { get; } = Digest.As<TaskId>(id => id.Digest, digest => new TaskId(digest));

    /// <summary>An execution id: a Blob of 32 bytes.</summary>
    public static ValueMap<ExecutionId> ExecutionId { get; } = Digest.As<ExecutionId>(id => id.Digest, digest => new ExecutionId(digest));

    /// <summary>A run id: its text.</summary>
    public static ValueMap<RunId> RunId { get; } = Map.String.As<RunId>(
        id => id.ToString(), text => Store.RunId.TryParse(text, out var id) ? id : throw new FormatException(StoreMessages.BadRunId(text)));

    /// <summary>A span of time: Integer nanoseconds.</summary>
    public static ValueMap<TimeSpan> Nanoseconds { get; } = Map.Integer.As<TimeSpan>(
        span => span.Ticks * NanosecondsPerTick, nanoseconds => new TimeSpan(nanoseconds / NanosecondsPerTick));

    /// <summary>A name and its object, <c>Struct [name: String, id: Blob]</c>.</summary>
    public static ValueMap<NamedObject> NamedObject { get; } = Record.Map<NamedObject>(fields =>
    {
        var name = fields.Add("name", Map.String, o => o.Name);
        var id = fields.Add("id", ObjectId, o => o.Id);
        return row => new NamedObject(row.Get(name), row.Get(id));
    });

    /// <summary>Objects by distinct names, in no order: <c>Dict String Blob</c>.</summary>
    public static ValueMap<IReadOnlyCollection<NamedObject>> ObjectsByName { get; } = Map.Dictionary(ObjectId).As<IReadOnlyCollection<NamedObject>>(
        objects => objects.ToDictionary(o => o.Name, o => o.Id, StringComparer.Ordinal),
        byName => [.. byName.Select(entry => new NamedObject(entry.Key, entry.Value))]);

    /// <summary>Distinct texts in no order: an Array of them, sorted.</summary>
    public static ValueMap<IReadOnlyCollection<string>> Texts { get; } = Map.List(Map.String).As<IReadOnlyCollection<string>>(
        texts => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        texts => texts);

    private static ValueMap<Digest> Digest => Map.Blob.As<Digest>(
        digest =>
        {
            var bytes = new byte[Store.Digest.Size];
            digest.CopyTo(bytes);
            return EastBlob.Wrap(bytes);
        },
        blob => blob.Length == Store.Digest.Size ? Store.Digest.FromBytes(blob.Span) : throw new FormatException(StoreMessages.IdLength(blob.Length)));

    /// <summary>Decodes a record, with a problem that names the file.</summary>
    public static DecodedRecord<T> Decode<T>(ValueMap<T> map, string what, ReadOnlySpan<byte> bytes, string path)
        where T : class
    {
        var decoded = map.Decode(bytes);
        return decoded.IsSuccess ? new(decoded.Value, null) : new(null, StoreMessages.RecordDamaged(what, path, decoded.Error!.Message));
    }
}
