using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>An <see cref="OutputFile"/> by a descriptor that is handed to processes, opened to append.</summary>
internal sealed unsafe class DescriptorFile : OutputFile
{
    // O_TMPFILE: an inode without a name from the start. File systems that do not know it get a named file that is unlinked at once.
    private const int OTemporary = 0x400000 | 0x10000;
    private const int OwnerOnly = 0x180;
    private const int FromEnd = 2;

    private DescriptorFile(SafeFileHandle handle) => Handle = handle;

    /// <summary>The descriptor; closed in children unless duplicated for them.</summary>
    public SafeFileHandle Handle { get; }

    /// <inheritdoc/>
    public override long Length => Math.Max(0, Libc.Seek(Handle, 0, FromEnd));

    /// <summary>
    /// Makes one in memory: as cheap as a pipe. For what is read often enough to be discarded, or is known to be small.
    /// </summary>
    /// <param name="isAppended">What processes write goes to its end, as to an output; otherwise it is written by <see cref="Write"/>.</param>
    /// <exception cref="IOException">The system has no more descriptors.</exception>
    public static DescriptorFile CreateInMemory(bool isAppended = true)
    {
        const uint closeOnExec = 1;
        var descriptor = Libc.MemoryFile("polyglot-output", closeOnExec);
        if (descriptor < 0) throw new IOException(RunnersMessages.CannotMakeFile("memory", Errno.Text()));
        var file = new DescriptorFile(Descriptors.Own(descriptor));
        if (isAppended) Descriptors.Append(file.Handle);
        return file;
    }

    /// <summary>Makes one on the file system of a directory.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static DescriptorFile Create(string directory)
    {
        const int flags = Libc.OReadWrite | Libc.OAppend | Libc.OCloseOnExec;
        var descriptor = Libc.Open(directory, OTemporary | flags, OwnerOnly);
        if (descriptor < 0)
        {
            var path = Path.Combine(directory, Path.GetRandomFileName());
            descriptor = Libc.Open(path, Libc.OCreate | Libc.OExclusive | flags, OwnerOnly);
            if (descriptor < 0) throw new IOException(RunnersMessages.CannotMakeFile(directory, Errno.Text()));
            File.Delete(path);
        }
        return new DescriptorFile(Descriptors.Own(descriptor));
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        fixed (byte* start = buffer)
            while (total < buffer.Length)
            {
                var count = (int)Libc.ReadAt(Handle, start + total, buffer.Length - total, offset + total);
                if (count < 0 && Errno.IsInterrupted) continue;
                if (count <= 0) break;
                total += count;
            }
        return total;
    }

    /// <summary>Writes at a place, without moving any position. What the system refuses (a full memory) is lost.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) _ = Libc.WriteAt(Handle, start, bytes.Length, offset);
    }

    /// <inheritdoc/>
    public override void Discard(long count)
    {
        const int keepSize = 1;
        const int punchHole = 2;
        // A file system without holes keeps the space until the file is closed.
        _ = Libc.Allocate(Handle, keepSize | punchHole, 0, count);
    }

    /// <inheritdoc/>
    public override void Dispose() => Handle.Dispose();
}
