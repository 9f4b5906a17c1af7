using System.Globalization;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Values;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// Writes outputs to the working copy: beside the target, then renamed over it, and only when the bytes differ. An output that was
/// published before and not touched since is known through the stat cache and not read. Not thread-safe.
/// </summary>
internal sealed class Publisher(IObjectStore objects, StatCache cache, Project project)
{
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

    private bool Write(string target, SnapshotOutput output, ObjectId id)
    {
        var format = ValueFile.OutputFormat(output.Path, output.Type)!.Value;
        var kind = $"published {format} {output.Type}";
        if (cache.Stamp(target) is { } stamp && cache.Find(target, kind, stamp) == id) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temp = $"{target}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        bool differs;
        try
        {
            ObjectFile.Write(objects, id, output.Type, format, temp);
            differs = !ObjectFile.HasSameContent(temp, target);
            if (differs) File.Move(temp, target, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
        if (cache.Stamp(target) is { } after) cache.Remember(target, kind, after, id);
        return differs;
    }
}
