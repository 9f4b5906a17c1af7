using System.Text;
using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>Makes the beast2 file of a result from what a command has written.</summary>
internal static class OutputReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes <see cref="TaskRequest.OutputPath"/>; null when all is well.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="format">How the result is written.</param>
    /// <param name="path">Where it is.</param>
    public static TaskError? Read(TaskRequest request, TaskFormat format, string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists && file.LinkTarget is null)
                return TaskFault(ErrorCodes.OutputMissing, Directory.Exists(path) ? RunnersMessages.OutputIsDirectory : RunnersMessages.CommandOutputMissing);
            if (!File.Exists(path)) return TaskFault(ErrorCodes.OutputMissing, RunnersMessages.OutputLinkBroken(file.LinkTarget!));
            // What a link points to may belong to someone else: it is copied, never moved.
            var isLink = file.LinkTarget is not null;
            using (var handle = File.OpenHandle(path))
                if (RandomAccess.GetLength(handle) is var size && size > request.Limits.MaxOutputBytes)
                    return TaskFault(ErrorCodes.OutputLimit, RunnersMessages.OutputTooLarge(size, request.Limits.MaxOutputBytes!.Value));

            if (format == TaskFormat.Beast2)
            {
                if (isLink) File.Copy(path, request.OutputPath);
                else File.Move(path, request.OutputPath);
                return null;
            }
            if (format == TaskFormat.Raw && request.OutputType.Kind == EastTypeKind.Blob) return WrapBlob(request, path);
            return Convert(request, format, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RunnersMessages.Error(FaultSide.Host, ErrorCodes.OutputFailed, RunnersMessages.OutputUnreadable(e.Message));
        }
    }

    private static TaskError? Convert(TaskRequest request, TaskFormat format, byte[] bytes)
    {
        var value = Value(request.OutputType, format, bytes, out var problem);
        if (value is null) return TaskFault(ErrorCodes.DamagedOutput, RunnersMessages.OutputNotInFormat(FormatName(format), request.OutputType.ToString(), problem!));
        using var file = new FileStream(request.OutputPath, FileMode.CreateNew, FileAccess.Write);
        return Beast2.Write(file, request.OutputType, value, Sharing.AsTree) is { } error ? TaskFault(ErrorCodes.DamagedOutput, error.ToString()) : null;
    }

    /// <summary>Null, with a problem, when the bytes are no value of the type.</summary>
    private static object? Value(EastType type, TaskFormat format, byte[] bytes, out string? problem)
    {
        problem = null;
        if (format == TaskFormat.Csv)
        {
            var rows = EastCsv.Decode(type, bytes);
            if (rows.IsSuccess) return rows.Value;
            problem = rows.Error.Message;
            return null;
        }
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            problem = RunnersMessages.NotUtf8;
            return null;
        }
        if (format == TaskFormat.Raw && type.Kind == EastTypeKind.String) return text;
        if (format == TaskFormat.Raw && type.Kind == EastTypeKind.Null)
        {
            if (string.IsNullOrWhiteSpace(text)) return EastNull.Boxed;
            problem = RunnersMessages.NullNotEmpty;
            return null;
        }
        try
        {
            var parsed = format == TaskFormat.Json ? EastJson.Parse(type, text) : EastText.Parse(type, text.Trim());
            if (parsed.IsSuccess) return parsed.Value;
            problem = format == TaskFormat.Json ? parsed.Error.ToString() : RunnersMessages.Found(text.Trim());
        }
        catch (InsufficientExecutionStackException)
        {
            problem = RunnersMessages.NestsTooDeeply;
        }
        return null;
    }

    /// <summary>The file's bytes with a Blob's header before them, copied from file to file whatever their size.</summary>
    private static TaskError? WrapBlob(TaskRequest request, string path)
    {
        using var from = File.OpenHandle(path);
        var length = RandomAccess.GetLength(from);
        Span<byte> size = stackalloc byte[10];
        var count = 0;
        for (var rest = (ulong)length; ; rest >>= 7)
        {
            size[count++] = (byte)(rest >= 0x80 ? rest & 0x7f | 0x80 : rest);
            if (rest < 0x80) break;
        }
        var header = Beast2.Header(request.OutputType);
        using var to = File.OpenHandle(request.OutputPath, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(to, [.. header, .. size[..count]], 0);
        FileCopy.Copy(from, 0, to, header.Length + count, length);
        return null;
    }

#pragma warning disable CA1308 // the names in manifests are lower case
    private static string FormatName(TaskFormat format) => format.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static TaskError TaskFault(string code, string summary) => RunnersMessages.Error(FaultSide.Task, code, summary);
}
