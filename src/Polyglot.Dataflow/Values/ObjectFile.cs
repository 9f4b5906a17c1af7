using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Values;

/// <summary>Writes objects as the files that people keep. Large contents are streamed. Thread-safe.</summary>
internal static class ObjectFile
{
    private const int ChunkSize = 128 * 1024;

    // What is larger is copied in pieces.
    private const int LargestRead = 1 << 16;

    /// <summary>Writes the file that holds an object's value, in place of one that is there.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">The object is missing or damaged, or does not hold a value of the type.</exception>
    public static void Write(IObjectStore objects, ObjectId id, EastType type, FileFormat format, string path)
    {
        if (objects.Locate(id) is not ObjectLocation.Found found) throw new InvalidDataException(objects.Locate(id).Problem);
        // A new file, not an emptied one: some systems write the latter to the disk when it is closed.
        File.Delete(path);
        if (format is not (FileFormat.Raw or FileFormat.Beast2))
        {
            using var value = Open(found.Path);
            using var content = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (ValueFile.Write(value, type, format, content) is { } problem) throw new InvalidDataException(problem);
        }
        else if (found.Size <= LargestRead)
        {
            if (objects.Read(id) is not ObjectRead.Found read) throw new InvalidDataException(objects.Read(id).Problem);
            using var copy = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            RandomAccess.Write(copy, (format == FileFormat.Raw ? read.Bytes[ContentStart(read.Bytes.Span, type, found.Size)..] : read.Bytes).Span, 0);
        }
        else
        {
            using var source = Open(found.Path);
            if (format == FileFormat.Raw) SkipHeader(source, type, found.Size);
            using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            source.CopyTo(copy, ChunkSize);
        }
    }

    /// <summary>Whether two files hold the same bytes; false where the second is not there.</summary>
    public static bool HasSameContent(string a, string b)
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

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static void SkipHeader(FileStream source, EastType type, long size)
    {
        Span<byte> beginning = stackalloc byte[64];
        var read = source.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        source.Position = ContentStart(beginning[..read], type, size);
    }

    private static int ContentStart(ReadOnlySpan<byte> beginning, EastType type, long size) =>
        BlobHeader.Read(beginning, type) is { } header && header.Start + header.Length == size
            ? header.Start
            : throw new InvalidDataException(RecordingMessages.NotAFileOf(type));
}
