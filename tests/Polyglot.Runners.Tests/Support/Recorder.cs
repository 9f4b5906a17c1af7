using System.Globalization;
using System.Text;

namespace Polyglot.Runners.Tests;

/// <summary>Writes down what a task says.</summary>
internal sealed class Recorder : ITaskEvents
{
    private readonly List<string> _heard = [];
    private readonly StringBuilder _output = new();

    /// <summary>Everything but output.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_heard) return [.. _heard];
        }
    }

    /// <summary>Output of both streams.</summary>
    public string Output
    {
        get
        {
            lock (_heard) return _output.ToString();
        }
    }

    void ITaskEvents.Started(WorkerInfo worker) => Add($"started {worker.Runner} {(worker.IsWarm ? "warm" : "cold")}");

    void ITaskEvents.Output(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        lock (_heard) _output.Append(Encoding.UTF8.GetString(bytes));
    }

    void ITaskEvents.Log(TaskLogLevel level, string message) => Add($"log {level} {message}");

    void ITaskEvents.Progress(double? fraction, string message) => Add(string.Create(CultureInfo.InvariantCulture, $"progress {fraction} {message}"));

    private void Add(string heard)
    {
        lock (_heard) _heard.Add(heard);
    }
}
