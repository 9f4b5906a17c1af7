using System.Collections.Concurrent;
using System.Globalization;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Values;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// Writes outputs to the working copy: beside the target, then renamed over it, and only when the bytes differ. An output that was
/// published before and not touched since is known through the stat cache and not read. Thread-safe for different targets.
/// </summary>
internal sealed class Publisher(IObjectStore objects, StatCache cache, Project project)
{
    private readonly ConcurrentQueue<(string Target, string Kind, FileStamp Stamp, ObjectId Id)> _published = new();

    /// <summary>What was published; a file that could not be written is a problem and null.</summary>
    public (PublishedFile? File, ProjectProblem? Problem) Publish(SnapshotOutput output, GraphOutput declared, ObjectId id)
    {
        var target = Path.GetFullPath(output.Path, project.Directory);
        try
        {
            return (new(output.Path, output.Name, id, Write(target, output, id)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            var at = declared.Declared.Position;
            return (null, new(project.File, at.Line, at.Column, RecordingMessages.NotPublished(output.Path, e.Message), NextStep: RecordingMessages.NotPublishedNext));
        }
    }

    /// <summary>By what name the stat cache knows how a file was published.</summary>
    public static string KindOf(SnapshotOutput output) => $"published {ValueFile.OutputFormat(output.Path, output.Type)!.Value} {output.Type}";

    /// <summary>
    /// Lets the stat cache know what was published. Called when all is, and once more when there was time: a file that was written in this instant is too young to be remembered.
    /// </summary>
    public void Remember()
    {
        for (var left = _published.Count; left > 0 && _published.TryDequeue(out var published); left--)
            if (!cache.Remember(published.Target, published.Kind, published.Stamp, published.Id)) _published.Enqueue(published);
    }

    private bool Write(string target, SnapshotOutput output, ObjectId id)
    {
        var format = ValueFile.OutputFormat(output.Path, output.Type)!.Value;
        var kind = KindOf(output);
        var before = cache.Stamp(target);
        if (before is { } stamp && cache.Find(target, kind, stamp) == id) return false;
        var temp = $"{target}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        var differs = false;
        try
        {
            WriteMakingFolder(temp, output, id, format);
            differs = before is null || !ObjectFile.HasSameContent(temp, target);
            if (differs) File.Move(temp, target, overwrite: true);
        }
        finally
        {
            if (!differs) File.Delete(temp);
        }
        if (cache.Stamp(target) is { } after) _published.Enqueue((target, kind, after, id));
        return differs;
    }

    private void WriteMakingFolder(string temp, SnapshotOutput output, ObjectId id, FileFormat format)
    {
        try
        {
            ObjectFile.Write(objects, id, output.Type, format, temp);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temp)!);
            ObjectFile.Write(objects, id, output.Type, format, temp);
        }
    }
}
