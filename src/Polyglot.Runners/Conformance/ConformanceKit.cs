using System.Runtime.CompilerServices;
using Polyglot.East;

namespace Polyglot.Runners.Conformance;

/// <summary>What the kit needs to know about the runtime.</summary>
/// <param name="KitScript">Absolute path of the runtime's <c>conformance/kit.*</c>.</param>
/// <param name="KitId">The id of that script's code: any text that changes with it.</param>
/// <param name="Scratch">An existing folder for files of the cases.</param>
public sealed record ConformanceKitOptions(string KitScript, string KitId, string Scratch)
{
    /// <summary>Told to the runtime in the handshake.</summary>
    public string HostVersion { get; init; } = "0.1.0";

    /// <summary>How long a runtime may take from its start to <c>Ready</c>.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it may take to answer; generous, since a first call may have to compile.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Only cases whose group or name contains this text (ordinal, ignoring case); null for all.</summary>
    public string? Filter { get; init; }
}

/// <summary>Starts the runtime under test, with or without the protocol's descriptor.</summary>
/// <param name="protocolDescriptor">False to start it as a person would.</param>
public delegate IConformancePeer StartPeer(bool protocolDescriptor);

/// <summary>
/// A black-box test of a runtime over the real protocol (<c>ir/protocol.md</c>): every case gets a process of its own, except the values, which go through one
/// worker one after another. Skips only what asks for a feature that the runtime does not announce.
/// </summary>
public sealed class ConformanceKit(StartPeer start, ConformanceKitOptions options)
{
    private int _folders;

    /// <summary>Runs the cases, one result at a time.</summary>
    /// <param name="cases">All cases.</param>
    /// <param name="stop">Kills the runtime and ends the case that runs, which gives no result; then <see cref="OperationCanceledException"/> is thrown.</param>
    public async IAsyncEnumerable<ConformanceResult> RunAsync(ConformanceCases cases, [EnumeratorCancellation] CancellationToken stop = default)
    {
        foreach (var c in cases.Worker.Where(c => Selected(c.Group, c.Name)))
        {
            stop.ThrowIfCancellationRequested();
            var result = await RunCaseAsync(c, stop).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            yield return result;
        }
        var values = cases.Values.Where(v => Selected("values", v.Type)).ToList();
        if (values.Count == 0) yield break;
        await foreach (var result in EchoAsync(values, stop).ConfigureAwait(false)) yield return result;
    }

    private bool Selected(string group, string name) =>
        options.Filter is not { } text || group.Contains(text, StringComparison.OrdinalIgnoreCase) || name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private async Task<ConformanceResult> RunCaseAsync(ConformanceCase c, CancellationToken stop)
    {
        await using var peer = start(c.ProtocolDescriptor);
        using var killing = stop.Register(peer.Kill);
        var run = new CaseRun(peer, options, NewFolder());
        try
        {
            if (c.Handshake)
            {
                await run.HandshakeAsync().ConfigureAwait(false);
                if (c.Feature.Length > 0 && !run.Ready!.Features.Contains(c.Feature)) return Skip(c, $"the runtime does not announce '{c.Feature}'");
                if (c.Concurrency > 0 && Math.Max(1, run.Ready!.MaxConcurrency) != c.Concurrency) return Skip(c, $"the runtime takes {run.Ready.MaxConcurrency} requests at a time");
            }
            foreach (var step in c.Steps) await run.StepAsync(step).ConfigureAwait(false);
            return new ConformanceResult(c.Group, c.Name, ConformanceStatus.Passed, "");
        }
        catch (Exception e) when (e is ConformanceException or TimeoutException or InvalidDataException)
        {
            return new ConformanceResult(c.Group, c.Name, ConformanceStatus.Failed, e.Message);
        }
    }

    /// <summary>The same value must come back as the same bytes: those of the canonical encoding.</summary>
    private async IAsyncEnumerable<ConformanceResult> EchoAsync(IReadOnlyList<ConformanceValues> values, [EnumeratorCancellation] CancellationToken stop)
    {
        var peer = start(true);
        await using var disposal = peer.ConfigureAwait(false);
        using var killing = stop.Register(peer.Kill);
        var run = new CaseRun(peer, options, NewFolder());
        var broken = await TryAsync(run.HandshakeAsync).ConfigureAwait(false);
        ulong id = 1;
        foreach (var entry in values)
        {
            var problem = broken;
            foreach (var json in entry.Values)
            {
                if (problem is not null) break;
                var requestId = id++;
                problem = await TryAsync(() => EchoOneAsync(run, requestId, entry.Type, json.GetRawText())).ConfigureAwait(false);
            }
            stop.ThrowIfCancellationRequested();
            yield return new ConformanceResult("values", entry.Type, problem is null ? ConformanceStatus.Passed : ConformanceStatus.Failed, problem ?? "");
        }
    }

    private static async Task EchoOneAsync(CaseRun run, ulong id, string typeText, string json)
    {
        var type = TaskFiles.ParseType(typeText);
        var value = EastJson.Parse(type, json);
        if (!value.IsSuccess) throw new InvalidDataException($"{json} is not a {typeText}: {value.Error}");
        var sent = Beast2.Encode(type, value.Value);
        var back = await run.EchoAsync(id, type, sent).ConfigureAwait(false);
        if (!back.AsSpan().SequenceEqual(sent))
            throw new ConformanceException($"{EastText.Print(type, value.Value)} came back as {Convert.ToHexStringLower(back)}, not {Convert.ToHexStringLower(sent)}");
    }

    private static async Task<string?> TryAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is ConformanceException or TimeoutException or InvalidDataException)
        {
            return e.Message;
        }
    }

    private static ConformanceResult Skip(ConformanceCase c, string why) => new(c.Group, c.Name, ConformanceStatus.Skipped, why);

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(options.Scratch, $"case{Interlocked.Increment(ref _folders)}")).FullName;
}
