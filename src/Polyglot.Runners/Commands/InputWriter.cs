using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>Makes the files that a command reads, from the store's beast2 files.</summary>
internal static class InputWriter
{
    private const int HeaderGuess = 4096;

    /// <summary>Makes one file; null when all is well.</summary>
    /// <param name="input">What to write.</param>
    /// <param name="format">How.</param>
    /// <param name="path">Absolute path of the new file.</param>
    public static TaskError? Write(TaskInput input, TaskFormat format, string path)
    {
        if (FormatSupport.WhyUnsupported(format, input.Type) is { } reason)
            return RunnersMessages.Error(FaultSide.Task, ErrorCodes.UnsupportedFormat, RunnersMessages.InputUnsupported(input.Name, reason));
        try
        {
            if (format == TaskFormat.Beast2)
            {
                File.CreateSymbolicLink(path, input.Path);
                return null;
            }
            if (format == TaskFormat.Raw && input.Type.Kind is EastTypeKind.Blob or EastTypeKind.String) return CopyContent(input, path);
            using var source = new FileStream(input.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var value = Beast2.Decode(source, input.Type);
            if (!value.IsSuccess) return BadInput(input, value.Error.Message);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return Write(file, input, format, value.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InsufficientExecutionStackException)
        {
            return BadInput(input, e.Message);
        }
    }

    private static TaskError? Write(FileStream file, TaskInput input, TaskFormat format, object value)
    {
        switch (format)
        {
            case TaskFormat.Json:
                using (var text = new StreamWriter(file, new UTF8Encoding(false), 1 << 16))
                {
                    EastJson.Print(text, input.Type, value);
                    text.Write('\n');
                }
                return null;
            case TaskFormat.Csv:
                var csv = EastCsv.Encode(input.Type, (IEnumerable<EastStruct>)value);
                if (!csv.IsSuccess) return BadInput(input, csv.Error.Message);
                file.Write(csv.Value);
                return null;
            case TaskFormat.Raw when input.Type.Kind != EastTypeKind.Null:
                file.Write(Encoding.UTF8.GetBytes(EastText.Print(input.Type, value) + "\n"));
                return null;
            default:
                return null;
        }
    }

    /// <summary>A Blob and a String are their length and their bytes: those are copied from file to file without passing through here, whatever their size.</summary>
    private static TaskError? CopyContent(TaskInput input, string path)
    {
        using var from = File.OpenHandle(input.Path);
        var length = RandomAccess.GetLength(from);
        var start = new byte[Math.Min(length, HeaderGuess)];
        start = start[..RandomAccess.Read(from, start, 0)];
        var header = Beast2.ReadHeader(start);
        if (!header.IsSuccess) return BadInput(input, header.Error.Message);
        if (TypeDifference.Find(input.Type, header.Value.Type) is { } difference) return BadInput(input, difference.ToString());
        if (!TryReadLength(start.AsSpan(header.Value.ValueOffset), out var count, out var prefix) || header.Value.ValueOffset + prefix + count != length)
            return BadInput(input, RunnersMessages.WrongLength);
        using var to = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        FileCopy.Copy(from, header.Value.ValueOffset + prefix, to, 0, count);
        return null;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out long length, out int size)
    {
        (length, size) = (0, 0);
        var result = 0UL;
        foreach (var b in bytes[..Math.Min(bytes.Length, 9)])
        {
            result |= (ulong)(b & 0x7f) << (7 * size++);
            if (b >= 0x80) continue;
            length = (long)result;
            return true;
        }
        return false;
    }

    private static TaskError BadInput(TaskInput input, string reason) =>
        RunnersMessages.Error(FaultSide.Host, ErrorCodes.BadInput, RunnersMessages.BadInput(input.Name, input.Id, reason));
}
