using System.Text;
using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Writes the beast2 file of a run directly, without making East values of it first: the record of a run of many tasks is most of what a run in which nothing is to
/// do writes. The bytes are those of <see cref="RunRecordCodec"/>'s map. One use; not thread-safe.
/// </summary>
internal sealed class RunRecordWriter
{
    private const int PerTask = 256;

    // Tags count the cases of a Variant in the order of their names.
    private const byte None = 0;
    private const byte Some = 1;

    private readonly List<int> _times;
    private byte[] _bytes;
    private int _length;

    private RunRecordWriter(RunRecord run)
    {
        _bytes = new byte[1024 + ((run.Tasks.Count + run.Inputs.Count + run.Outputs.Count) * PerTask)];
        _times = new((2 * run.Tasks.Count) + 2);
    }

    /// <summary>The file.</summary>
    public static byte[] Encode(RunRecord run) => Encode(run, out _);

    /// <summary>The file, and where in it times are: the run's begin, its end, then begin and end of each task.</summary>
    public static byte[] Encode(RunRecord run, out int[] times)
    {
        var writer = new RunRecordWriter(run);
        writer.Raw(Beast2.Header(RunRecordCodec.Type));
        writer.Run(run);
        times = [.. writer._times];
        return writer._bytes.AsSpan(0, writer._length).ToArray();
    }

    private void Run(RunRecord run)
    {
        Text(run.Id.ToString());
        Text(run.Dataflow);
        Optional(run.DataflowId?.Digest);
        Text(run.ProjectDirectory);
        Time(run.StartedAt);
        Time(run.EndedAt);
        Byte(run.Status switch
        {
            RunStatus.Cancelled => 0,
            RunStatus.Failed => 1,
            RunStatus.Succeeded => 2,
            _ => throw new ArgumentOutOfRangeException(nameof(run), run.Status, null),
        });
        Named(run.Inputs);
        List(run.Tasks.Count);
        foreach (var task in run.Tasks) Task(task);
        List(run.Outputs.Count);
        foreach (var output in run.Outputs)
        {
            Text(output.Path);
            Text(output.Task);
            Id(output.Id.Digest);
        }
    }

    private void Task(TaskRecord task)
    {
        Text(task.Name);
        Optional(task.Task?.Digest);
        Optional(task.Execution?.Digest);
        Named(task.Inputs);
        Named(task.Files);
        Byte(task.Decision switch
        {
            Decision.Blocked => 0,
            Decision.Cached => 1,
            Decision.Cancelled => 2,
            Decision.Failed => 3,
            Decision.Joined => 4,
            Decision.Ran => 5,
            _ => throw new ArgumentOutOfRangeException(nameof(task), task.Decision, null),
        });
        Reason(task.Reason);
        Optional(task.Output?.Digest);
        Time(task.StartedAt);
        Time(task.EndedAt);
        if (task.Attempt is { } attempt)
        {
            Byte(Some);
            Number(Varint(attempt));
        }
        else
        {
            Byte(None);
        }
    }

    private void Reason(Reason? reason)
    {
        if (reason is null)
        {
            Byte(None);
            return;
        }
        Byte(Some);
        switch (reason)
        {
            case Store.Reason.EnvironmentChanged r: Change(0, r.Name, r.Old, r.New); break;
            case Store.Reason.Forced: Byte(1); break;
            case Store.Reason.InputChanged r: Change(2, r.Name, r.Old, r.New); break;
            case Store.Reason.NeverRan: Byte(3); break;
            case Store.Reason.OutputMissing r:
                Byte(4);
                Id(r.Id.Digest);
                break;
            case Store.Reason.PreviousFailed: Byte(5); break;
            case Store.Reason.ProgramChanged r: Change(6, r.File, r.Old, r.New); break;
            case Store.Reason.RunnerChanged r: Change(7, r.What, r.Old, r.New); break;
            case Store.Reason.TypeChanged r: Change(8, r.What, r.Old, r.New); break;
            default: throw new ArgumentOutOfRangeException(nameof(reason), reason, null);
        }
    }

    private void Change(byte tag, string what, string? old, string? @new)
    {
        Byte(tag);
        Text(what);
        Optional(old);
        Optional(@new);
    }

    private void Named(IReadOnlyList<NamedObject> objects)
    {
        List(objects.Count);
        for (var i = 0; i < objects.Count; i++)
        {
            Text(objects[i].Name);
            Id(objects[i].Id.Digest);
        }
    }

    // The contents follow: trees have no containers that came before.
    private void List(int count)
    {
        Byte(0);
        Number((ulong)count);
    }

    private void Optional(string? text)
    {
        Byte(text is null ? None : Some);
        if (text is not null) Text(text);
    }

    private void Optional(Digest? id)
    {
        Byte(id is null ? None : Some);
        if (id is { } digest) Id(digest);
    }

    private void Id(Digest digest)
    {
        Reserve(1 + Digest.Size);
        _bytes[_length++] = Digest.Size;
        digest.CopyTo(_bytes.AsSpan(_length));
        _length += Digest.Size;
    }

    private void Time(DateTimeOffset instant)
    {
        _times.Add(_length);
        Number(Varint(EastDateTime.From(instant).Milliseconds));
    }

    private void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number((ulong)length);
        Reserve(length);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private static ulong Varint(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private void Number(ulong value)
    {
        Reserve(10);
        for (; value >= 0x80; value >>= 7) _bytes[_length++] = (byte)(value & 0x7F | 0x80);
        _bytes[_length++] = (byte)value;
    }

    private void Byte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}
