using System.Globalization;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// Writes outputs to the working copy: beside the target, then renamed over it, and only when the bytes differ. An output that was
/// published before and not touched since is known through the stat cache and not read. Not thread-safe.
/// </summary>
internal sealed class Publisher(IObjectStore objects, StatCache cache, Project project)
{
    private const int ChunkSize = 128 * 1024;

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
            Fill(temp, output, id, format);
            differs = !HasSameContent(temp, target);
            if (differs) File.Move(temp, target, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
        if (cache.Stamp(target) is { } after) cache.Remember(target, kind, after, id);
        return differs;
    }

    private void Fill(string temp, SnapshotOutput output, ObjectId id, FileFormat format)
    {
        if (objects.Locate(id) is not ObjectLocation.Found found) throw new InvalidDataException(objects.Locate(id).Problem);
        if (format is FileFormat.Raw or FileFormat.Beast2)
        {
            using var source = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (format == FileFormat.Raw) SkipHeader(source, output.Type, found.Size);
            using var copy = new FileStream(temp, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            source.CopyTo(copy, ChunkSize);
            return;
        }
        using var value = new FileStream(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var content = new FileStream(temp, FileMode.Create, FileAccess.Write, FileShare.None);
        if (ValueFile.Write(value, output.Type, format, content) is { } problem) throw new InvalidDataException(problem);
    }

    private static void SkipHeader(FileStream source, EastType type, long size)
    {
        Span<byte> beginning = stackalloc byte[64];
        var read = source.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (BlobHeader.Read(beginning[..read], type) is not { } header || header.Start + header.Length != size)
            throw new InvalidDataException(RecordingMessages.NotAFileOf(type));
        source.Position = header.Start;
    }

    private static bool HasSameContent(string a, string b)
    {
        var other = new FileInfo(b);
        if (!other.Exists || other.Length != new FileInfo(a).Length) return false;
        using var first = File.OpenRead(a);
        using var second = File.OpenRead(b);
        var left = new byte[ChunkSize];
        var right = new byte[ChunkSize];
        while (true)
        {
            var count = first.ReadAtLeast(left, left.Length, throwOnEndOfStream: false);
            if (second.ReadAtLeast(right, right.Length, throwOnEndOfStream: false) != count) return false;
            if (!left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count))) return false;
            if (count < left.Length) return true;
        }
    }
}
