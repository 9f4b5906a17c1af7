using System.Runtime.InteropServices;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>The file of an <see cref="UpToDateState"/>. Anything that is not exactly such a file reads as nothing.</summary>
internal static class UpToDateFile
{
    private const int IdSize = ObjectId.Size;
    private const int SumSize = Checksum.Size;
    private const int LengthSize = sizeof(int);
    private const int StampSize = 4 * sizeof(long);

    private static ReadOnlySpan<byte> Header => "polyglot-up-to-date 3\n"u8;

    /// <summary>The file.</summary>
    public static byte[] Encode(UpToDateState state)
    {
        using var writer = new IndexWriter(Header);
        writer.Sum(state.Key);
        writer.Sum(state.Manifests);
        writer.Text(state.Dataflow);
        writer.Id(state.Shape);
        writer.List(state.Runners, runner =>
        {
            writer.Text(runner.Id);
            writer.Text(runner.ProjectDirectory);
            writer.List(runner.Requires, writer.Text);
            writer.Sum(runner.State);
            writer.Flag(runner.IsWitnessed);
        });
        writer.List(state.Variables, variable =>
        {
            writer.Text(variable.Name);
            writer.Flag(variable.Value is not null);
            writer.Text(variable.Value ?? "");
        });
        writer.List(state.Links, link =>
        {
            writer.Text(link.Path);
            writer.Text(link.Target);
        });
        writer.List(state.Patterns, pattern =>
        {
            writer.Text(pattern.ProjectDirectory);
            writer.Text(pattern.Pattern);
            writer.Sum(pattern.Files);
        });
        Span<byte> id = stackalloc byte[IdSize];
        writer.Number(state.Tasks.Length);
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
        writer.Number(state.Template.IdAt);
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
        var (key, manifests, dataflow, shape) = (reader.Sum(), reader.Sum(), reader.Text(), reader.Id());
        var runners = reader.List((3 * LengthSize) + SumSize + 1, () => new RunnerWitness(reader.Text(), reader.Text(), reader.List(LengthSize, reader.Text), reader.Sum(), reader.Flag()));
        var variables = reader.List((2 * LengthSize) + 1, () =>
        {
            var (name, isSet, value) = (reader.Text(), reader.Flag(), reader.Text());
            return new VariableWitness(name, isSet ? value : null);
        });
        var links = reader.List(2 * LengthSize, () => new LinkWitness(reader.Text(), reader.Text()));
        var patterns = reader.List((2 * LengthSize) + SumSize, () => new PatternWitness(reader.Text(), reader.Text(), reader.Sum()));
        var tasks = reader.List((2 * LengthSize) + (3 * IdSize) + StampSize, () => new KnownTask(reader.Text(), reader.Number(), reader.TaskId(), reader.ExecutionId(), reader.Id(), reader.Stamp()));
        foreach (var task in tasks)
            if (task.Runner < 0 || task.Runner >= runners.Length) return null;
        var outputs = reader.List((2 * LengthSize) + IdSize, () => new PublishedOutput(reader.Text(), reader.Text(), reader.Id()));
        var (sources, made) = (Files(reader), Files(reader));
        var (idAt, times) = (reader.Number(), reader.Bytes());
        if (times.Length % sizeof(int) != 0 || RunTemplate.From(reader.Bytes(), idAt, MemoryMarshal.Cast<byte, int>(times.Span).ToArray()) is not { } template || !reader.IsAtEnd) return null;
        return new()
        {
            Key = key,
            Manifests = manifests,
            Dataflow = dataflow,
            Shape = shape,
            Runners = runners,
            Variables = variables,
            Links = links,
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
