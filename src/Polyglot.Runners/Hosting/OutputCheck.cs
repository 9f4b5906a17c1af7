using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>Compares an output file with what was declared: the word of whoever wrote it is not taken. Thread-safe.</summary>
internal static class OutputCheck
{
    // Beyond this a file is mapped instead of read: its pages need not fit the memory twice.
    private const int LargestRead = 16 << 20;

    // Most outputs are smaller.
    private const int Small = 1 << 10;

    private static readonly ConditionalWeakTable<EastType, byte[]> Schemas = [];

    /// <summary>The schema bytes of a type.</summary>
    public static ReadOnlyMemory<byte> Schema(EastType type) => Schemas.GetValue(type, TypeCodec.Encode);

    /// <summary>Null when the file holds a value of the type, with its size; otherwise what is wrong.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="type">As declared.</param>
    /// <param name="limit">Largest size; null for any.</param>
    /// <param name="side">Who wrote the file.</param>
    /// <param name="size">Its size in bytes.</param>
    public static TaskError? Check(string path, EastType type, long? limit, FaultSide side, out long size)
    {
        size = 0;
        try
        {
            Span<byte> small = stackalloc byte[Small];
            if (PosixLauncher.IsSupported && SmallFile.Read(path, small) is var length and > 0 and < Small)
            {
                size = length;
                return CheckSize(size, limit) ?? Check(small[..length], type, side);
            }
            using var file = File.OpenHandle(path);
            size = RandomAccess.GetLength(file);
            if (CheckSize(size, limit) is { } tooLarge) return tooLarge;
            return size <= LargestRead ? CheckRead(file, (int)size, type, side) : CheckMapped(path, size, type, side);
        }
        catch (FileNotFoundException)
        {
            return RunnersMessages.Error(side, ErrorCodes.OutputMissing, RunnersMessages.OutputMissing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RunnersMessages.Error(FaultSide.Host, ErrorCodes.OutputFailed, RunnersMessages.OutputUnreadable(e.Message));
        }
    }

    private static TaskError? CheckSize(long size, long? limit) =>
        size > limit ? RunnersMessages.Error(FaultSide.Task, ErrorCodes.OutputLimit, RunnersMessages.OutputTooLarge(size, limit.Value)) : null;

    private static TaskError? CheckRead(SafeFileHandle file, int size, EastType type, FaultSide side)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var total = 0;
            while (total < size && RandomAccess.Read(file, buffer.AsSpan(total, size - total), total) is var read and > 0) total += read;
            return Check(buffer.AsSpan(0, total), type, side);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static unsafe TaskError? CheckMapped(string path, long size, EastType type, FaultSide side)
    {
        using var mapping = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = mapping.CreateViewAccessor(0, size, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            // A span ends at 2 GiB: of a larger file the header is compared, and its structure is left to those who read it.
            return size <= int.MaxValue ? Check(new ReadOnlySpan<byte>(start, (int)size), type, side) : CheckHeader(new ReadOnlySpan<byte>(start, LargestRead), type, side);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private static TaskError? Check(ReadOnlySpan<byte> file, EastType type, FaultSide side) =>
        CheckHeader(file, type, side)
        ?? (Beast2.Verify(file, type) is { } damage ? RunnersMessages.Error(side, ErrorCodes.DamagedOutput, RunnersMessages.DamagedOutput(damage.Message)) : null);

    private static TaskError? CheckHeader(ReadOnlySpan<byte> file, EastType type, FaultSide side)
    {
        if (file.StartsWith(Beast2.Header(type))) return null;
        var header = Beast2.ReadHeader(file);
        if (!header.IsSuccess) return RunnersMessages.Error(side, ErrorCodes.DamagedOutput, RunnersMessages.DamagedOutput(header.Error.Message));
        // Another writer may spell the same type with back-references, so the types are compared and not only their bytes.
        return TypeDifference.Find(type, header.Value.Type) is { } difference
            ? RunnersMessages.Error(side, ErrorCodes.WrongOutputType, RunnersMessages.WrongOutputType(type.ToString(), header.Value.Type.ToString(), difference.ToString()))
            : null;
    }
}
