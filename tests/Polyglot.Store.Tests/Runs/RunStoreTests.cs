using Polyglot.Testing;
using Polyglot.Testing.Store;

namespace Polyglot.Store.Tests;

/// <summary>What every run store does.</summary>
public abstract class RunStoreContract
{
    private IRunStore _runs = null!;

    protected ManualTimeProvider Clock { get; private set; } = null!;

    protected abstract IRunStore Create();

    [SetUp]
    public void CreateStore()
    {
        Clock = new ManualTimeProvider();
        _runs = Create();
    }

    protected RunRecord Write(string dataflow)
    {
        var run = Samples.Run(RunId.New(Clock), dataflow);
        _runs.Write(run);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return run;
    }

    [Test]
    public void Without_runs_there_is_nothing()
    {
        Assert.That(_runs.List(), Is.Empty);
        Assert.That(_runs.Latest("co2"), Is.Null);
        Assert.That(_runs.Read(RunId.New(Clock)), Is.TypeOf<RunRead.Missing>());
    }

    [Test]
    public void A_run_is_read_as_it_was_written()
    {
        var run = Write("co2");
        Assert.That(((RunRead.Found)_runs.Read(run.Id)).Run.StartedAt, Is.EqualTo(run.StartedAt));
        Assert.That(((RunRead.Found)_runs.Read(run.Id)).Run.Id, Is.EqualTo(run.Id));
    }

    [Test]
    public void Runs_are_listed_newest_first()
    {
        var ids = Enumerable.Range(0, 5).Select(i => Write($"flow{i}").Id).ToList();
        Assert.That(_runs.List(), Is.EqualTo(ids.AsEnumerable().Reverse()));
    }

    [Test]
    public void The_latest_run_of_a_dataflow_is_found_among_others()
    {
        Write("co2");
        var latest = Write("co2");
        Write("other");
        Assert.That(_runs.Latest("co2")!.Id, Is.EqualTo(latest.Id));
        Assert.That(_runs.Latest("none"), Is.Null);
    }

    [Test]
    public void Writing_a_run_again_replaces_it()
    {
        var run = Write("co2");
        _runs.Write(run with { Status = RunStatus.Failed });
        Assert.That(((RunRead.Found)_runs.Read(run.Id)).Run.Status, Is.EqualTo(RunStatus.Failed));
        Assert.That(_runs.List().Count(), Is.EqualTo(1));
    }
}

public sealed class InMemoryRunStoreTests : RunStoreContract
{
    protected override IRunStore Create() => new InMemoryRunStore();
}

public sealed class FileRunStoreTests : RunStoreContract
{
    private StoreFolder _folder = null!;
    private Repository _repository = null!;

    protected override IRunStore Create()
    {
        _folder = new StoreFolder();
        _repository = _folder.Open();
        return _repository.Runs;
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    private string PathOf(RunId id) => Path.Combine(_folder.Path, "runs", id + ".beast2");

    [Test]
    public void A_run_that_cannot_be_read_is_damaged_names_its_file_and_is_passed_over()
    {
        var good = Write("co2");
        var bad = Write("co2");
        StoreFolder.Overwrite(PathOf(bad.Id), "torn"u8);
        Assert.That(_repository.Runs.Read(bad.Id), Is.TypeOf<RunRead.Damaged>().With.Property("Problem").Contain(PathOf(bad.Id)));
        Assert.That(_repository.Runs.Latest("co2")!.Id, Is.EqualTo(good.Id));
    }

    [Test]
    public void A_run_under_another_runs_name_is_damaged()
    {
        var run = Write("co2");
        var other = RunId.New(Clock);
        File.Move(PathOf(run.Id), PathOf(other));
        Assert.That(_repository.Runs.Read(other), Is.TypeOf<RunRead.Damaged>().With.Property("Problem").EqualTo(StoreMessages.RunOfAnotherName(PathOf(other), run.Id)));
    }

    [Test]
    public void Other_files_are_not_listed()
    {
        var run = Write("co2");
        File.WriteAllText(Path.Combine(_folder.Path, "runs", "notes.txt"), "");
        Assert.That(_repository.Runs.List(), Is.EqualTo(new[] { run.Id }));
    }
}
