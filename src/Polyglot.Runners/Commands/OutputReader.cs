using System.Text;
using Microsoft.Win32.SafeHandles;
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
    /// <param name="size">Of the beast2 file.</param>
    public static TaskError? Read(TaskRequest request, TaskFormat format, string path, out long size)
    {
        size = 0;
        try
        {
            if (format == TaskFormat.Raw && request.OutputType.Kind == EastTypeKind.Blob && SmallOutput.TryWrap(request, path, out size)) return null;
            using var from = File.OpenHandle(path);
            var length = RandomAccess.GetLength(from);
            if (length > request.Limits.MaxOutputBytes)
                return TaskFault(ErrorCodes.OutputLimit, RunnersMessages.OutputTooLarge(length, request.Limits.MaxOutputBytes.Value));
            if (format == TaskFormat.Beast2)
            {
                size = length;
                // What a link points to may belong to someone else: it is copied, never moved.
                if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)) File.Copy(path, request.OutputPath);
                else File.Move(path, request.OutputPath);
                return null;
            }
            if (format == TaskFormat.Raw && request.OutputType.Kind == EastTypeKind.Blob) return WrapBlob(request, from, length, out size);
            return Convert(request, format, path, out size);
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException && WhyMissing(path) is { } reason)
        {
            return TaskFault(ErrorCodes.OutputMissing, reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RunnersMessages.Error(FaultSide.Host, ErrorCodes.OutputFailed, RunnersMessages.OutputUnreadable(e.Message));
        }
    }

    private static string? WhyMissing(string path)
    {
        if (Directory.Exists(path)) return RunnersMessages.OutputIsDirectory;
        if (File.Exists(path)) return null;
        return new FileInfo(path).LinkTarget is { } target ? RunnersMessages.OutputLinkBroken(target) : RunnersMessages.CommandOutputMissing;
    }

    private static TaskError? Convert(TaskRequest request, TaskFormat format, string path, out long size)
    {
        size = 0;
        var value = Value(request.OutputType, format, path, out var problem);
        if (value is null) return TaskFault(ErrorCodes.DamagedOutput, RunnersMessages.OutputNotInFormat(FormatName(format), request.OutputType.ToString(), problem!));
        using var file = new FileStream(request.OutputPath, FileMode.CreateNew, FileAccess.Write);
        if (Beast2.Write(file, request.OutputType, value, Sharing.AsTree) is { } error) return TaskFault(ErrorCodes.DamagedOutput, error.ToString());
        size = file.Length;
        return null;
    }

    /// <summary>Null, with a problem, when the content is no value of the type. JSON is read as it comes and never held as a whole.</summary>
    private static object? Value(EastType type, TaskFormat format, string path, out string? problem)
    {
        problem = null;
        try
        {
            if (format == TaskFormat.Json)
            {
                using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                var parsed = EastJson.Parse(type, content);
                if (!parsed.IsSuccess) problem = parsed.Error.ToString();
                return parsed.IsSuccess ? parsed.Value : null;
            }
            var bytes = File.ReadAllBytes(path);
            return format == TaskFormat.Csv ? Rows(type, bytes, out problem) : Raw(type, bytes, out problem);
        }
        catch (InsufficientExecutionStackException)
        {
            problem = RunnersMessages.NestsTooDeeply;
            return null;
        }
    }

    private static object? Rows(EastType type, byte[] bytes, out string? problem)
    {
        var rows = EastCsv.Decode(type, bytes);
        problem = rows.IsSuccess ? null : rows.Error.Message;
        return rows.IsSuccess ? rows.Value : null;
    }

    private static object? Raw(EastType type, byte[] bytes, out string? problem)
    {
        problem = null;
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
        switch (type.Kind)
        {
            case EastTypeKind.String:
                return text;
            case EastTypeKind.Null:
                if (string.IsNullOrWhiteSpace(text)) return EastNull.Boxed;
                problem = RunnersMessages.NullNotEmpty;
                return null;
            default:
                var parsed = EastText.Parse(type, text.Trim());
                if (!parsed.IsSuccess) problem = RunnersMessages.Found(text.Trim());
                return parsed.IsSuccess ? parsed.Value : null;
        }
    }

    /// <summary>The file's bytes with a Blob's header before them, copied from file to file whatever their size.</summary>
    private static TaskError? WrapBlob(TaskRequest request, SafeFileHandle from, long length, out long size)
    {
        var start = BlobHeader.Of(request.OutputType, length);
        using var to = File.OpenHandle(request.OutputPath, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(to, start, 0);
        FileCopy.Copy(from, 0, to, start.Length, length);
        size = start.Length + length;
        return null;
    }

#pragma warning disable CA1308 // the names in manifests are lower case
    private static string FormatName(TaskFormat format) => format.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static TaskError TaskFault(string code, string summary) => RunnersMessages.Error(FaultSide.Task, code, summary);
}
