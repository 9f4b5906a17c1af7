using System.Text;
using Polyglot.Dataflow.Watching;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>A watched project on disk, with the kernel's own events and real tasks: what is published was made from whole files of one instant.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux")]
public sealed class WholeFilesTests : IDisposable
{
    private const int Parts = 20;

    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;
    private readonly Evaluator _evaluator;
    private readonly HeardFiles _files = new(FileWatcher.Create());
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingWatchObserver _observer = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string First, string Second)> _published = [];
    private readonly Task _watching;

    public WholeFilesTests()
    {
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));
        _folder.Write("runners.json", """
            { "schemaVersion": 1, "runners": { "sh": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"],
              "env": { "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C" }, "format": "raw", "interrupt": "signal" } } }
            """);
        _folder.Write("polyglot.yaml", """
            name: p
            inputs: { text: { file: in.txt, type: Blob } }
            tasks:
              first: { runner: sh, command: "cat {inputs.text} > {output}", inputs: [text], output: Blob }
              second: { runner: sh, command: "cat {inputs.text} {inputs.first} > {output}", inputs: [text, first], output: Blob }
            outputs: { out/first.txt: first, out/second.txt: second }
            """);
        _folder.Write("in.txt", Content(0));
        _evaluator = new(new() { Repository = _repository, Installation = _folder.Path });
        _observer.OnEnd = _ => _published.Add((Read("out/first.txt"), Read("out/second.txt")));
        _watching = new ProjectWatch(_evaluator, _files, new(), _observer, _time).RunAsync(new() { ProjectPath = _folder.Path, Parallelism = 2 }, _stop.Token, default);
    }

    private string In => Path.Combine(_folder.Path, "in.txt");

    public void Dispose()
    {
        _stop.Cancel();
        _watching.Wait();
        _evaluator.DisposeAsync().AsTask().Wait();
        _files.Dispose();
        _repository.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    [Test]
    public async Task A_file_that_is_truncated_and_written_bit_by_bit_is_read_when_it_is_whole()
    {
        await _observer.NextAsync();
        for (var version = 1; version <= 3; version++)
        {
            SaveSlowly(new FileStream(In, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite, 1), Content(version));
            await NextAsync();
        }
        Assert.That(_published, Is.EqualTo(Enumerable.Range(0, 4).Select(v => (Content(v), Content(v) + Content(v)))));
    }

    [Test]
    public async Task A_file_that_is_overwritten_in_place_is_read_when_it_is_whole()
    {
        await _observer.NextAsync();
        SaveSlowly(new FileStream(In, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1), Content(1));
        await NextAsync();
        Assert.That(_published.Last(), Is.EqualTo((Content(1), Content(1) + Content(1))));
        Assert.That(_published, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_file_that_is_written_beside_and_renamed_over_the_old_one_is_read_once()
    {
        await _observer.NextAsync();
        var beside = In + "~";
        SaveSlowly(File.Create(beside), Content(1), isWatched: false);
        File.Move(beside, In, overwrite: true);
        await NextAsync();
        Assert.That(_published, Is.EqualTo(new[] { (Content(0), Content(0) + Content(0)), (Content(1), Content(1) + Content(1)) }));
    }

    [Test]
    public async Task A_file_that_is_removed_and_made_anew_is_read_when_it_is_whole()
    {
        await _observer.NextAsync();
        File.Delete(In);
        Assert.That((await NextAsync()).Result, Is.InstanceOf<RunResult.Refused>());
        SaveSlowly(File.Create(In, 1), Content(1));
        await NextAsync();
        Assert.That(_published.Last(), Is.EqualTo((Content(1), Content(1) + Content(1))));
    }

    [Test]
    public async Task A_saved_project_file_and_a_new_script_count()
    {
        await _observer.NextAsync();
        _folder.Write("polyglot.yaml", "name: p\ntasks: { t: { runner: sh, script: made.sh, output: Blob } }\n");
        Assert.That((await NextAsync()).Result, Is.InstanceOf<RunResult.Refused>());
        _folder.Write("made.sh.new", "");
        _folder.Write("runners.json", File.ReadAllText(Path.Combine(_folder.Path, "runners.json")).Replace("\"format\"", "\"scriptArgs\": [\"-eu\", \"{script}\", \"{output}\"], \"format\"", StringComparison.Ordinal));
        Assert.That((await NextAsync()).Changed, Is.EqualTo(new[] { Path.Combine(_folder.Path, "runners.json") }), "a manifest");
        _folder.Write("made.sh", "echo made > \"$1\"\n");
        var cycle = await NextAsync();
        Assert.That(((RunResult.Completed)cycle.Result).Summary.Counts.Ran, Is.EqualTo(1));
    }

    private static string Content(int version) => string.Concat(Enumerable.Repeat($"version {version}\n", Parts));

    // Between any two parts the watch hears of the one before, and there is ten times the quiet that separates changes otherwise.
    private void SaveSlowly(FileStream file, string content, bool isWatched = true)
    {
        using (file)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            foreach (var part in bytes.Chunk(bytes.Length / Parts))
            {
                var waits = _files.Waits;
                file.Write(part);
                file.Flush();
                Assert.That(SpinWait.SpinUntil(() => _files.Waits > waits && (!isWatched || _time.PendingTimers > 0), TimeSpan.FromSeconds(60)), "the watch did not hear of a part");
                _time.Advance(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private async Task<WatchCycle> NextAsync()
    {
        var next = _observer.NextAsync();
        while (!next.IsCompleted)
        {
            if (_time.PendingTimers > 0) _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
        return await next;
    }

    private string Read(string path) => File.Exists(Path.Combine(_folder.Path, path)) ? File.ReadAllText(Path.Combine(_folder.Path, path)) : "";

    /// <summary>Knows when what happened was taken.</summary>
    private sealed class HeardFiles(IFileWatcher inner) : IFileWatcher
    {
        private int _waits;

        /// <summary>Grows whenever whoever listens has taken what happened and waits for more.</summary>
        public int Waits => Volatile.Read(ref _waits);

        public bool Add(string folder) => inner.Add(folder);

        public void Remove(string folder) => inner.Remove(folder);

        public IReadOnlyList<FileEvent> Take() => inner.Take();

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            var waiting = inner.WaitAsync(cancellationToken);
            if (!waiting.IsCompleted) Interlocked.Increment(ref _waits);
            return waiting;
        }

        public void Dispose() => inner.Dispose();
    }
}
