using System.Runtime.InteropServices;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>The file of an <see cref="UpToDateState"/>. Anything that is not exactly such a file reads as nothing.</summary>
internal static class UpToDateFile
{
    private const int IdSize = ObjectId.Size;
    private const int LengthSize = sizeof(int);
    private const int StampSize = 4 * sizeof(long);

    private static ReadOnlySpan<byte> Header => "polyglot-up-to-date 2\n"u8;

    /// <summary>The file.</summary>
    public static byte[] Encode(UpToDateState state)
    {
        using var writer = new IndexWriter(Header);
        writer.Id(state.Key);
        writer.Id(state.Manifests);
        writer.Text(state.Dataflow);
        writer.Id(state.Shape);
        writer.List(state.Runners, runner =>
        {
            writer.Text(runner.Id);
            writer.Text(runner.ProjectDirectory);
            writer.List(runner.Requires, writer.Text);
            writer.Id(runner.State);
        });
        writer.List(state.Patterns, pattern =>
        {
            writer.Text(pattern.ProjectDirectory);
            writer.Text(pattern.Pattern);
            writer.Id(pattern.Files);
        });
        Span<byte> id = stackalloc byte[IdSize];
        writer.Number(state.Tasks.Count);
        foreach (var task in state.Tasks)
        {
            writer.Text(task.Name);
            writer.Number(task.Runner);
            task.Id.CopyTo(id);
            writer.Id(id);
            task.Execution.CopyTo(id);
            writer.Id(id);
            writer.Id(task.Output);
            writer.Stamp(task.Commit);
        }
        writer.List(state.Outputs, output =>
        {
            writer.Text(output.Path);
            writer.Text(output.Task);
            writer.Id(output.Id);
        });
        foreach (var files in new[] { state.Sources, state.Made })
        {
            writer.Number(files.Count);
            writer.Bytes(files.Bytes.Span);
        }
        writer.Bytes(MemoryMarshal.AsBytes(state.Template.Times.Span));
        writer.Bytes(state.Template.Bytes.Span);
        return writer.Finish();
    }

    /// <summary>The state of a file; null for anything that is not a whole, undamaged file of this version.</summary>
    public static UpToDateState? Decode(ReadOnlyMemory<byte> file)
    {
        try
        {
            return IndexReader.Of(file, Header) is { } reader ? Read(reader) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static UpToDateState? Read(IndexReader reader)
    {
        var (key, manifests, dataflow, shape) = (reader.Id(), reader.Id(), reader.Text(), reader.Id());
        var runners = reader.List((3 * LengthSize) + IdSize, () => new RunnerWitness(reader.Text(), reader.Text(), reader.List(LengthSize, reader.Text), reader.Id()));
        var patterns = reader.List((2 * LengthSize) + IdSize, () => new PatternWitness(reader.Text(), reader.Text(), reader.Id()));
        var tasks = reader.List((2 * LengthSize) + (3 * IdSize) + StampSize, () => new KnownTask(reader.Text(), reader.Number(), reader.TaskId(), reader.ExecutionId(), reader.Id(), reader.Stamp()));
        foreach (var task in tasks)
            if (task.Runner < 0 || task.Runner >= runners.Length) return null;
        var outputs = reader.List((2 * LengthSize) + IdSize, () => new PublishedOutput(reader.Text(), reader.Text(), reader.Id()));
        var (sources, made) = (Files(reader), Files(reader));
        var times = reader.Bytes();
        if (times.Length % sizeof(int) != 0 || RunTemplate.From(reader.Bytes(), MemoryMarshal.Cast<byte, int>(times.Span).ToArray()) is not { } template || !reader.IsAtEnd) return null;
        return new()
        {
            Key = key,
            Manifests = manifests,
            Dataflow = dataflow,
            Shape = shape,
            Runners = runners,
            Patterns = patterns,
            Tasks = tasks,
            Outputs = outputs,
            Sources = sources,
            Made = made,
            Template = template,
        };
    }

    private static FileWitnesses Files(IndexReader reader)
    {
        var count = reader.Number();
        return FileWitnesses.From(reader.Bytes(), count);
    }
}
