using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Attempts as beast2 files of the East type
/// <code>
/// Struct&lt;
///   status: Variant&lt;cancelled, failed, faulted, ok&gt;,
///   started: DateTime, ended: DateTime,
///   runner: String, runnerVersion: String,
///   exitCode: Option&lt;Integer&gt;,
///   errors: Array&lt;Struct&lt;
///     side: Variant&lt;host, runner, task&gt;, code: String, summary: String, errorType: String,
///     frames: Array&lt;Frame&gt;, location: Array&lt;Frame&gt;,
///     argument: Option&lt;Integer&gt;, path: String, retryable: Boolean, details: String&gt;&gt;,
///   stdout: Option&lt;Blob&gt;, stderr: Option&lt;Blob&gt;,
///   peakMemory: Option&lt;Integer&gt;, cpuTime: Option&lt;Integer&gt;,
///   output: Option&lt;Blob&gt;,
///   timings: Option&lt;Struct&lt;load: Integer, decode: Integer, call: Integer, encode: Integer&gt;&gt;&gt;
/// Frame = Struct&lt;file: String, line: Integer, column: Integer, function: String, isUser: Boolean&gt;
/// </code>
/// and, only for attempts that ran the elements of inputs, the further field <c>elements: Blob</c>, or, only for attempts that ran a dataflow that their program
/// returned, <c>inner: Blob</c>; where ids are 32 bytes, memory is bytes and durations are nanoseconds; <c>errors</c> is the error and then its causes, empty for success. Thread-safe.
/// </summary>
public static class AttemptCodec
{
    /// <summary>Causes beyond this many are left out.</summary>
    public const int MaxCauses = 16;

    private static readonly ValueMap<ErrorFrame> Frame = Record.Map<ErrorFrame>(fields =>
    {
        var file = fields.Add("file", Map.String, f => f.File);
        var line = fields.Add("line", Map.Int32, f => f.Line);
        var column = fields.Add("column", Map.Int32, f => f.Column);
        var function = fields.Add("function", Map.String, f => f.Function);
        var isUser = fields.Add("isUser", Map.Boolean, f => f.IsUser);
        return row => new ErrorFrame(row.Get(file), row.Get(line), row.Get(column), row.Get(function), row.Get(isUser));
    });

    private static readonly ValueMap<AttemptError> Error = Record.Map<AttemptError>(fields =>
    {
        var side = fields.Add("side", Map.Enum(("task", ErrorSide.Task), ("runner", ErrorSide.Runner), ("host", ErrorSide.Host)), e => e.Side);
        var code = fields.Add("code", Map.String, e => e.Code);
        var summary = fields.Add("summary", Map.String, e => e.Summary);
        var errorType = fields.Add("errorType", Map.String, e => e.ErrorType);
        var frames = fields.Add("frames", Map.List(Frame), e => e.Frames);
        var location = fields.Add("location", Map.List(Frame), e => e.Location);
        var argument = fields.Add("argument", Map.OptionalValue(Map.Int32), e => e.Argument);
        var path = fields.Add("path", Map.String, e => e.Path);
        var retryable = fields.Add("retryable", Map.Boolean, e => e.Retryable);
        var details = fields.Add("details", Map.String, e => e.Details);
        return row => new AttemptError
        {
            Side = row.Get(side),
            Code = row.Get(code),
            Summary = row.Get(summary),
            ErrorType = row.Get(errorType),
            Frames = row.Get(frames),
            Location = row.Get(location),
            Argument = row.Get(argument),
            Path = row.Get(path),
            Retryable = row.Get(retryable),
            Details = row.Get(details),
        };
    });

    private static readonly ValueMap<AttemptTimings> Timings = Record.Map<AttemptTimings>(fields =>
    {
        var load = fields.Add("load", StoreMaps.Nanoseconds, t => t.Load);
        var decode = fields.Add("decode", StoreMaps.Nanoseconds, t => t.Decode);
        var call = fields.Add("call", StoreMaps.Nanoseconds, t => t.Call);
        var encode = fields.Add("encode", StoreMaps.Nanoseconds, t => t.Encode);
        return row => new AttemptTimings(row.Get(load), row.Get(decode), row.Get(call), row.Get(encode));
    });

    private static readonly ValueMap<Attempt> Attempts = Define();

    private static readonly ValueMap<Attempt> ScatteredAttempts = Define(scattered: true);

    private static readonly ValueMap<Attempt> ReturningAttempts = Define(returning: true);

    private static ValueMap<Attempt> Define(bool scattered = false, bool returning = false) => Record.Map<Attempt>(fields =>
    {
        var status = fields.Add("status", Map.Enum(
            ("ok", AttemptStatus.Ok), ("failed", AttemptStatus.Failed), ("cancelled", AttemptStatus.Cancelled), ("faulted", AttemptStatus.Faulted)), a => a.Status);
        var started = fields.Add("started", Map.Instant, a => a.StartedAt);
        var ended = fields.Add("ended", Map.Instant, a => a.EndedAt);
        var runner = fields.Add("runner", Map.String, a => a.Runner);
        var runnerVersion = fields.Add("runnerVersion", Map.String, a => a.RunnerVersion);
        var exitCode = fields.Add("exitCode", Map.OptionalValue(Map.Int32), a => a.ExitCode);
        var errors = fields.Add("errors", Map.List(Error).As<AttemptError?>(Unchain, Chain), a => a.Error);
        var stdout = fields.Add("stdout", Map.OptionalValue(StoreMaps.ObjectId), a => a.Stdout);
        var stderr = fields.Add("stderr", Map.OptionalValue(StoreMaps.ObjectId), a => a.Stderr);
        var peakMemory = fields.Add("peakMemory", Map.OptionalValue(Map.Integer), a => a.PeakMemory);
        var cpuTime = fields.Add("cpuTime", Map.OptionalValue(StoreMaps.Nanoseconds), a => a.CpuTime);
        var output = fields.Add("output", Map.OptionalValue(StoreMaps.ObjectId), a => a.Output);
        var timings = fields.Add("timings", Map.Optional(Timings), a => a.Timings);
        var elements = scattered ? fields.Add("elements", StoreMaps.ObjectId, a => a.Elements!.Value) : null;
        var inner = returning ? fields.Add("inner", StoreMaps.ObjectId, a => a.Inner!.Value) : null;
        return row => new Attempt
        {
            Status = row.Get(status),
            StartedAt = row.Get(started),
            EndedAt = row.Get(ended),
            Runner = row.Get(runner),
            RunnerVersion = row.Get(runnerVersion),
            ExitCode = row.Get(exitCode),
            Error = row.Get(errors),
            Stdout = row.Get(stdout),
            Stderr = row.Get(stderr),
            PeakMemory = row.Get(peakMemory),
            CpuTime = row.Get(cpuTime),
            Output = row.Get(output),
            Timings = row.Get(timings),
            Elements = elements is null ? null : row.Get(elements),
            Inner = inner is null ? null : row.Get(inner),
        };
    });

    /// <summary>The East type.</summary>
    public static EastType Type => Attempts.Type;

    /// <summary>The bytes of an attempt.</summary>
    public static byte[] Encode(Attempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return (attempt.Elements is not null ? ScatteredAttempts : attempt.Inner is not null ? ReturningAttempts : Attempts).Encode(attempt);
    }

    /// <summary>Reads an attempt; damage is a problem that names <paramref name="path"/>.</summary>
    public static DecodedRecord<Attempt> Decode(ReadOnlySpan<byte> bytes, string path) =>
        StoreMaps.Decode(
            bytes.StartsWith(Beast2.Header(ScatteredAttempts.Type)) ? ScatteredAttempts : bytes.StartsWith(Beast2.Header(ReturningAttempts.Type)) ? ReturningAttempts : Attempts,
            "an attempt", bytes, path);

    private static List<AttemptError> Unchain(AttemptError? error)
    {
        var errors = new List<AttemptError>();
        for (var next = error; next is not null && errors.Count <= MaxCauses; next = next.Cause) errors.Add(next);
        return errors;
    }

    private static AttemptError? Chain(IReadOnlyList<AttemptError> errors)
    {
        if (errors.Count > MaxCauses + 1) throw new FormatException(StoreMessages.TooManyCauses(errors.Count - 1));
        AttemptError? error = null;
        for (var i = errors.Count - 1; i >= 0; i--) error = errors[i] with { Cause = error };
        return error;
    }
}
