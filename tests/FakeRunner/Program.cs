using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.FakeRunner;

/// <summary>
/// A runner with one verb per sin. The first argument is how it starts; the function of a task's program is how it behaves then. Function names may carry an
/// argument after a colon.
/// </summary>
internal static class Program
{
    private static readonly Lazy<FileStream> In = new(() => Open(0, FileAccess.Read));
    private static readonly Lazy<FileStream> Protocol = new(() => Open(3, FileAccess.Write));
    private static readonly Lazy<FileStream> Stderr = new(() => Open(2, FileAccess.Write));
    private static readonly MessageEncoder Encoder = new();
    private static readonly Lock Sending = new();
    private static readonly ManualResetEventSlim Cancelled = new();
    private static ulong s_interruptible;

    public static bool OutlivesItsInput { get; set; }

    private static int Main(string[] args)
    {
        var how = args.Length > 0 ? args[0] : "good";
        switch (how)
        {
            case "host" or "sandboxed-host":
                Host.RunAsync(args[1], args[2], isSandboxed: how == "sandboxed-host").GetAwaiter().GetResult();
                return 0;
            case "talks":
                WriteTo(Protocol, "Hello, I am a friendly\tprogram\nand I print before anything else, at some length, so that it is cut\n"u8);
                Thread.Sleep(Timeout.Infinite);
                break;
            case "silent":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "refuses":
                WriteTo(Stderr, "first line\nno such module: glasses\n"u8);
                return 7;
        }
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (Interlocked.Exchange(ref s_interruptible, 0) is var id and > 0) Send(id, new CancelledMessage("interrupted"));
        });
        return Serve(how);
    }

    private static int Serve(string how)
    {
        var frames = new FrameReader();
        while (true)
        {
            while (frames.TryRead(out var payload) == FrameStatus.Payload)
            {
                var envelope = MessageDecoder.Decode(payload).Envelope!;
                switch (envelope.Message)
                {
                    case HelloMessage:
                        Send(0, Ready(how));
                        break;
                    case ShutdownMessage:
                        Send(envelope.Id, new CompletedMessage(0, null, 0, 0, null));
                        return 0;
                    case CancelMessage:
                        Cancelled.Set();
                        break;
                    case DescribeMessage describe:
                        Send(envelope.Id, new CompletedMessage(0, null, 0, 0, Description(describe)));
                        break;
                    case ExecuteMessage execute when execute.Program!.Function is "deaf":
                        Thread.Sleep(Timeout.Infinite);
                        break;
                    case ExecuteMessage execute when how == "inline" && execute.Program!.Function == "good":
                        // No thread hop, for measurements.
                        Complete(envelope.Id, execute);
                        break;
                    case ExecuteMessage execute:
                        var id = envelope.Id;
                        new Thread(() => Tasks.Run(id, execute)) { IsBackground = true }.Start();
                        break;
                }
            }
            var count = In.Value.Read(frames.Space());
            if (count == 0)
            {
                if (OutlivesItsInput) Thread.Sleep(Timeout.Infinite);
                return 0;
            }
            frames.Advance(count);
        }
    }

    private static ReadyMessage Ready(string how)
    {
        string[] features = how == "forks" ? ["describe", "cancel", "fork"] : ["describe", "cancel"];
        return new ReadyMessage(how == "newer" ? 9u : 1u, "fake", "1.2", "fake", "4.5", features, ["0.0.1-beta.25"], how == "broad" ? 4u : 1u, []);
    }

    private static ScriptDescription Description(DescribeMessage describe) =>
        new([new FunctionDescription("good", [], TypeCodec.Encode(EastType.Integer), "", describe.Script, 1)], []);

    public static void Complete(ulong id, ExecuteMessage execute)
    {
        var start = Stopwatch.GetTimestamp();
        File.WriteAllBytes(execute.Output!.Path, Beast2.Encode(EastType.Integer, 42L));
        var spent = (ulong)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Send(id, new CompletedMessage(1, new WireTimings(1, 2, 3, spent), 1000, 2000, null));
    }

    public static void Send(ulong id, RunnerMessage message)
    {
        lock (Sending) WriteTo(Protocol, Encoder.Encode(id, message).Span);
    }

    /// <summary>The first part of a frame that would be longer.</summary>
    public static void SendPart(ulong id, RunnerMessage message, int count)
    {
        lock (Sending) WriteTo(Protocol, Encoder.Encode(id, message).Span[..count]);
    }

    public static void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        lock (Sending) WriteTo(Protocol, bytes);
    }

    public static void WriteError(ReadOnlySpan<byte> bytes) => WriteTo(Stderr, bytes);

    public static void WaitForCancel() => Cancelled.Wait();

    public static void AllowInterrupt(ulong id) => Interlocked.Exchange(ref s_interruptible, id);

    [DllImport("libc", EntryPoint = "close")]
    public static extern int CloseDescriptor(int descriptor);

    [DllImport("libc", EntryPoint = "kill")]
    public static extern int Kill(int pid, int signal);

    /// <summary>A process in a session of its own, with this one's descriptors.</summary>
    public static int Leak(string seconds)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/setsid", $"/bin/sleep {seconds}") { UseShellExecute = false })!;
        return process.Id;
    }

    private static void WriteTo(Lazy<FileStream> stream, ReadOnlySpan<byte> bytes) => stream.Value.Write(bytes);

    private static FileStream Open(int descriptor, FileAccess access) => new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
