using System.Globalization;
using System.Text;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.FakeRunner;

/// <summary>What tasks do, by function name.</summary>
internal static class Tasks
{
    private static readonly List<byte[]> Kept = [];
    private static int s_count;

    public static void Run(ulong id, ExecuteMessage execute)
    {
        var (verb, argument) = execute.Program!.Function.Split(':', 2) is [var v, var a] ? (v, a) : (execute.Program.Function, "");
        switch (verb)
        {
            case "good":
                Program.Complete(id, execute);
                break;
            case "echo":
                File.Copy(execute.Inputs[0].Path, execute.Output!.Path);
                Program.Send(id, new CompletedMessage(0, null, 0, 0, null));
                break;
            case "count":
                WriteText(execute, Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture));
                Program.Send(id, new CompletedMessage(0, null, 0, 0, null));
                break;
            case "env":
                WriteText(execute, Environment.GetEnvironmentVariable(argument) ?? "(absent)");
                Program.Send(id, new CompletedMessage(0, null, 0, 0, null));
                break;
            case "isolation":
                WriteText(execute, $"{execute.Isolation} {execute.Seed} {execute.DeadlineMs} {execute.Limits?.MaxOutputBytes}");
                Program.Send(id, new CompletedMessage(0, null, 0, 0, null));
                break;
            case "speak":
                Program.Send(id, new LogMessage(TaskLogLevel.Warning, "few rows"));
                Program.Send(id, new OutputMessage(StreamKind.Stdout, Encoding.UTF8.GetBytes("to stdout\n")));
                Program.Send(id, new OutputMessage(StreamKind.Stderr, Encoding.UTF8.GetBytes("to stderr\n")));
                Program.WriteError("from the process itself\n"u8);
                Program.Send(id, new ProgressMessage(0.5, "half"));
                Program.Send(id, new ProgressMessage(-1, "somewhere"));
                Program.Complete(id, execute);
                break;
            case "flood":
                var line = Encoding.UTF8.GetBytes(new string('x', 1023) + "\n");
                for (var i = 0; i < Program.Number(argument); i++)
                {
                    Program.WriteError(line);
                    Program.Send(id, new OutputMessage(StreamKind.Stdout, line));
                }
                Program.Complete(id, execute);
                break;
            case "keeps":
                Keep(Program.Number(argument));
                Program.Complete(id, execute);
                break;
            case "grows":
                Keep(Program.Number(argument));
                Program.Send(id, new ProgressMessage(1, "grown"));
                Program.WaitForCancel();
                Program.Send(id, new CancelledMessage("as you wish"));
                break;
            case "fail":
                Program.Send(id, new FailedMessage(Error(FaultSide.Task, "user_error", argument), null, 5, 6));
                break;
            case "runner-fails":
                Program.Send(id, new FailedMessage(Error(FaultSide.Runner, "internal", "out of cheese"), null, 0, 0));
                break;
            case "fails-silently":
                Program.Send(id, new FailedMessage(null, null, 0, 0));
                break;
            default:
                Sin(verb, argument, id, execute);
                break;
        }
    }

    /// <summary>Takes megabytes of memory for good.</summary>
    private static void Keep(int megabytes)
    {
        var kept = GC.AllocateUninitializedArray<byte>(megabytes * 1_000_000);
        Array.Fill(kept, (byte)1);
        Kept.Add(kept);
    }

    private static void Sin(string verb, string argument, ulong id, ExecuteMessage execute)
    {
        var completed = new CompletedMessage(0, null, 0, 0, null);
        switch (verb)
        {
            case "talks":
                Program.WriteRaw("Traceback (most recent call last):\n"u8);
                break;
            case "huge":
                Program.WriteRaw([.. "PGR1"u8, 0xff, 0xff, 0xff, 0x7f]);
                break;
            case "undecodable":
                Program.WriteRaw([.. "PGR1"u8, 16, 0, 0, 0, .. "PGREPGREPGREPGRE"u8]);
                break;
            case "dies-mid-frame":
                Program.SendPart(id, completed, 20);
                Environment.Exit(3);
                break;
            case "twice":
                Program.Complete(id, execute);
                Program.Send(id, completed);
                break;
            case "wrong-id":
                Program.Send(id + 1000, completed);
                break;
            case "late-event":
                Program.Complete(id, execute);
                Program.Send(id, new ProgressMessage(1, "one more thing"));
                break;
            case "ready-again":
                Program.Send(id, new ReadyMessage(1, "fake", "1", "", "", [], [], 1, []));
                break;
            case "unknown-event":
                Program.WriteRaw(UnknownMessage(id));
                Program.Complete(id, execute);
                break;
            case "spins":
                while (true) Thread.SpinWait(1000);
            case "waits":
                Program.WaitForCancel();
                Program.Send(id, new CancelledMessage("as you wish"));
                break;
            case "interruptible":
                Program.AllowInterrupt(id);
                break;
            case "finishes-anyway":
                Program.WaitForCancel();
                Program.Complete(id, execute);
                break;
            case "cancels-itself":
                Program.Send(id, new CancelledMessage("just because"));
                break;
            case "exits":
                Program.WriteError("last words\n"u8);
                Environment.Exit(Program.Number(argument));
                break;
            case "crashes":
                _ = Program.Kill(Environment.ProcessId, 9);
                break;
            case "closes":
                Program.OutlivesItsInput = true;
                _ = Program.CloseDescriptor(3);
                break;
            case "stops":
                _ = Program.Kill(Environment.ProcessId, 19);
                break;
            case "leaks":
                WriteText(execute, Program.Leak("1000").ToString(CultureInfo.InvariantCulture));
                Program.Send(id, completed);
                break;
            case "leaks-and-exits":
                File.WriteAllText(argument, Program.Leak("1000").ToString(CultureInfo.InvariantCulture));
                Environment.Exit(5);
                break;
            case "missing":
                Program.Send(id, completed);
                break;
            case "wrong-type":
                File.WriteAllBytes(execute.Output!.Path, Beast2.Encode(EastType.Float, 1.5));
                Program.Send(id, completed);
                break;
            case "damaged":
                File.WriteAllBytes(execute.Output!.Path, [.. Beast2.Encode(EastType.Integer, 42L), 0]);
                Program.Send(id, completed);
                break;
            case "no-beast2":
                File.WriteAllText(execute.Output!.Path, "{\"value\": 42}");
                Program.Send(id, completed);
                break;
            case "rejects":
                Program.Send(id, new RejectedMessage(argument, "not today"));
                break;
            case "stale":
                // The first task of a process is fine, every later one finds its script changed.
                if (Interlocked.Increment(ref s_count) == 1) Program.Complete(id, execute);
                else Program.Send(id, new RejectedMessage("stale_code", "it was loaded in another version"));
                break;
            default:
                Program.Send(id, new RejectedMessage("unsupported", $"no verb {verb}"));
                break;
        }
    }

    private static void WriteText(ExecuteMessage execute, string text) => File.WriteAllBytes(execute.Output!.Path, Beast2.Encode(EastType.String, text));

    private static TaskError Error(FaultSide side, string code, string summary) => new()
    {
        Side = side,
        Code = code,
        Summary = summary,
        ErrorType = "FakeError",
        Frames = [new ErrorFrame("/project/x.fake", 3, 1, "f", true)],
    };

    /// <summary>A Ping whose type number is changed to one that does not exist yet.</summary>
    private static byte[] UnknownMessage(ulong id)
    {
        var frame = new MessageEncoder().Encode(id, new PingMessage()).ToArray();
        var at = Array.LastIndexOf(frame, (byte)5);
        frame[at] = 200;
        return frame;
    }
}
