using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// What is handed from one repository to another: records, and the list of the objects that go with them. Immutable; every list is sorted, so that the
/// same content gives the same bytes.
/// </summary>
public sealed record Bundle
{
    /// <summary>The runs, as their records.</summary>
    public required IReadOnlyList<RunRecord> Runs { get; init; }

    /// <summary>The executions that the runs name.</summary>
    public required IReadOnlyList<BundledExecution> Executions { get; init; }

    /// <summary>The objects that are handed over, with their sizes in bytes.</summary>
    public required IReadOnlyList<SizedObject> Objects { get; init; }

    /// <summary>Results that were dropped where this comes from, with the sizes they had.</summary>
    public IReadOnlyList<SizedObject> Dropped { get; init; } = [];

    /// <summary>Tags, by ref name.</summary>
    public IReadOnlyList<NamedObject> Tags { get; init; } = [];

    /// <summary>How many objects the runs name that are not there where this comes from, and were not dropped. Not handed over.</summary>
    public int Missing { get; init; }

    /// <summary>Bytes of all objects.</summary>
    public long Size => Objects.Sum(o => o.Size);
}

/// <summary>An execution: its output if it succeeded, and its attempts by number.</summary>
public sealed record BundledExecution(ExecutionId Id, ObjectId? Output, IReadOnlyList<Attempt> Attempts);

/// <summary>An object and its size in bytes.</summary>
public sealed record SizedObject(ObjectId Id, long Size);

/// <summary>
/// Bundles as beast2 files of the East type
/// <code>
/// Struct&lt;
///   version: Integer,
///   runs: Array&lt;Blob&gt;,
///   executions: Array&lt;Struct&lt;id: Blob, output: Option&lt;Blob&gt;, attempts: Array&lt;Blob&gt;&gt;&gt;,
///   objects: Array&lt;Sized&gt;, dropped: Array&lt;Sized&gt;,
///   tags: Array&lt;Struct&lt;name: String, id: Blob&gt;&gt;&gt;
/// Sized = Struct&lt;id: Blob, size: Integer&gt;
/// </code>
/// where ids are 32 bytes and runs and attempts are beast2 files themselves. What does not fit together is refused. Thread-safe.
/// </summary>
public static class BundleCodec
{
    private const long Version = 1;

    private static readonly ValueMap<SizedObject> Sized = Record.Map<SizedObject>(fields =>
    {
        var id = fields.Add("id", StoreMaps.ObjectId, o => o.Id);
        var size = fields.Add("size", Map.Integer, o => o.Size);
        return row => new SizedObject(row.Get(id), row.Get(size) is >= 0 and var n ? n : throw new FormatException(ArchiveMessages.NegativeSize));
    });

    private static readonly ValueMap<Attempt> Attempts = Map.Blob.As<Attempt>(
        attempt => EastBlob.Wrap(AttemptCodec.Encode(attempt)),
        blob => AttemptCodec.Decode(blob.Span, ArchiveMessages.Bundle) is { Value: { } attempt } ? attempt : throw new FormatException(ArchiveMessages.BadAttempt));

    private static readonly ValueMap<RunRecord> Runs = Map.Blob.As<RunRecord>(
        run => EastBlob.Wrap(RunRecordCodec.Encode(run)),
        blob => RunRecordCodec.Decode(blob.Span, ArchiveMessages.Bundle) is { Value: { } run } ? run : throw new FormatException(ArchiveMessages.BadRun));

    private static readonly ValueMap<BundledExecution> Executions = Record.Map<BundledExecution>(fields =>
    {
        var id = fields.Add("id", StoreMaps.ExecutionId, e => e.Id);
        var output = fields.Add("output", Map.OptionalValue(StoreMaps.ObjectId), e => e.Output);
        var attempts = fields.Add("attempts", Map.List(Attempts), e => e.Attempts);
        return row => new BundledExecution(row.Get(id), row.Get(output), row.Get(attempts));
    });

    private static readonly ValueMap<Bundle> Bundles = Record.Map<Bundle>(fields =>
    {
        var version = fields.Add("version", Map.Integer, _ => Version);
        var runs = fields.Add("runs", Map.List(Runs), b => b.Runs);
        var executions = fields.Add("executions", Map.List(Executions), b => b.Executions);
        var objects = fields.Add("objects", Map.List(Sized), b => b.Objects);
        var dropped = fields.Add("dropped", Map.List(Sized), b => b.Dropped);
        var tags = fields.Add("tags", Map.List(StoreMaps.NamedObject), b => b.Tags);
        return row => Check(row.Get(version), new Bundle
        {
            Runs = row.Get(runs),
            Executions = row.Get(executions),
            Objects = row.Get(objects),
            Dropped = row.Get(dropped),
            Tags = row.Get(tags),
        });
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Bundles.Type;

    /// <summary>The bytes of a bundle.</summary>
    public static byte[] Encode(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Bundles.Encode(bundle);
    }

    /// <summary>Reads a bundle; damage, and what does not fit together, is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<Bundle> Decode(ReadOnlySpan<byte> bytes, string path)
    {
        var decoded = Bundles.Decode(bytes);
        return decoded.IsSuccess ? new(decoded.Value, null) : new(null, ArchiveMessages.BadBundle(path, decoded.Error!.Message));
    }

    private static Bundle Check(long version, Bundle bundle)
    {
        if (version != Version) throw new FormatException(ArchiveMessages.OtherVersion(version));
        Once(bundle.Runs.Select(run => run.Id));
        Once(bundle.Executions.Select(execution => execution.Id));
        Once(bundle.Objects.Concat(bundle.Dropped).Select(o => o.Id));
        Once(bundle.Tags.Select(tag => tag.Name));
        foreach (var tag in bundle.Tags)
            if (!RefName.TryParse(tag.Name, out _)) throw new FormatException(ArchiveMessages.BadTag(tag.Name));
        if (bundle.Objects.Sum(o => (decimal)o.Size) > long.MaxValue) throw new FormatException(ArchiveMessages.NegativeSize);
        return bundle;
    }

    private static void Once<T>(IEnumerable<T> ids)
        where T : notnull
    {
        var seen = new HashSet<T>();
        foreach (var id in ids)
            if (!seen.Add(id)) throw new FormatException(ArchiveMessages.Twice(id));
    }
}
