using Polyglot.Dataflow.Watching;
using Polyglot.Testing;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>What the kernel tells.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux")]
public sealed class FileWatcherTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly IFileWatcher _watcher = FileWatcher.Create();

    public void Dispose()
    {
        _watcher.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Every_write_is_told_by_the_time_it_returns_and_a_file_is_whole_when_it_is_closed()
    {
        Assert.That(_watcher.Add(_folder.Path));
        using (var file = File.Create(Path.Combine(_folder.Path, "a"), 1))
        {
            Assert.That(Kinds("a"), Is.Not.Empty.And.All.EqualTo(FileEventKind.Writing));
            file.Write("half"u8);
            Assert.That(Kinds("a"), Does.Contain(FileEventKind.Writing).And.Not.Contain(FileEventKind.Changed));
        }
        Assert.That(Kinds("a").Last(), Is.EqualTo(FileEventKind.Changed));
        Assert.That(_watcher.Take(), Is.Empty);
        _ = File.ReadAllText(Path.Combine(_folder.Path, "a"));
        Assert.That(_watcher.Take(), Is.Empty, "reading is no change");
    }

    [Test]
    public void A_rename_is_a_change_of_both_names()
    {
        var from = _folder.Write("from", "x");
        _watcher.Add(_folder.Path);
        File.Move(from, Path.Combine(_folder.Path, "to"));
        Assert.That(_watcher.Take(), Is.EqualTo(new[]
        {
            new FileEvent(FileEventKind.Changed, _folder.Path, "from"),
            new FileEvent(FileEventKind.Changed, _folder.Path, "to"),
        }));
    }

    [Test]
    public void A_folder_that_goes_is_told_and_can_be_added_again_when_it_is_back()
    {
        var inner = Path.Combine(_folder.Path, "inner");
        Assert.That(_watcher.Add(inner), Is.False);
        Directory.CreateDirectory(inner);
        Assert.That(_watcher.Add(inner));
        Directory.Delete(inner);
        Assert.That(_watcher.Take(), Does.Contain(new FileEvent(FileEventKind.FolderGone, inner, "")));
        Directory.CreateDirectory(inner);
        Assert.That(_watcher.Add(inner));
        File.WriteAllText(Path.Combine(inner, "x"), "");
        Assert.That(_watcher.Take().Select(e => e.Name), Does.Contain("x"));
    }

    [Test]
    public void A_folder_that_moves_is_not_told_of_under_its_old_name()
    {
        var old = Directory.CreateDirectory(Path.Combine(_folder.Path, "old")).FullName;
        _watcher.Add(old);
        Directory.Move(old, Path.Combine(_folder.Path, "new"));
        Assert.That(_watcher.Take(), Is.EqualTo(new[] { new FileEvent(FileEventKind.FolderGone, old, "") }));
        File.WriteAllText(Path.Combine(_folder.Path, "new", "x"), "");
        Assert.That(_watcher.Take(), Is.Empty);
    }

    [Test]
    public void Nothing_is_told_of_a_folder_that_was_removed()
    {
        _watcher.Add(_folder.Path);
        _watcher.Remove(_folder.Path);
        _folder.Write("a", "");
        Assert.That(_watcher.Take(), Is.Empty);
    }

    [Test]
    public async Task Who_waits_goes_on_when_something_happens()
    {
        _watcher.Add(_folder.Path);
        var waiting = _watcher.WaitAsync(default);
        Assert.That(waiting.IsCompleted, Is.False);
        _folder.Write("a", "");
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(_watcher.Take(), Is.Not.Empty);
        using var cancel = new CancellationTokenSource();
        waiting = _watcher.WaitAsync(cancel.Token);
        await cancel.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void The_portable_watcher_hears_of_changes_too()
    {
        using var watcher = new PortableWatcher();
        Assert.That(watcher.Add(Path.Combine(_folder.Path, "missing")), Is.False);
        Assert.That(watcher.Add(_folder.Path));
        _folder.Write("a", "x");
        Assert.That(watcher.WaitAsync(default).Wait(TimeSpan.FromSeconds(60)));
        Assert.That(watcher.Take().Select(e => (e.Kind, e.Name)), Does.Contain((FileEventKind.Changed, "a")));
    }

    [Test]
    public void Past_a_limit_events_become_one_that_says_so()
    {
        var queue = new EventQueue();
        for (var i = 0; i <= EventQueue.MaxEvents; i++) queue.Add(new FileEvent(FileEventKind.Changed, "/p", "a"));
        Assert.That(queue.Take(), Is.EqualTo(new[] { new FileEvent(FileEventKind.Lost, "", "") }));
    }

    private FileEventKind[] Kinds(string name) => [.. _watcher.Take().Where(e => e.Name == name).Select(e => e.Kind)];
}
