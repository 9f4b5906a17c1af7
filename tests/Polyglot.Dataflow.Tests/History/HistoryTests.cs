using System.Text;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.History;

/// <summary>What past runs had, and putting it back.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Repository _repository;

    public HistoryTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"), _clock);

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Equal_values_of_runs_in_a_row_are_one_and_a_value_that_comes_back_is_another()
    {
        var runs = new[] { "a", "a", "b", "a" }.Select(text => Run(text)).ToList();
        var values = ValueHistory.Of(Queries.All(), "out.txt");
        Assert.That(values.Select(v => v.Id), Is.EqualTo(new[] { Blob("a"), Blob("b"), Blob("a") }));
        Assert.That(values.Select(v => v.Runs), Is.EqualTo(new[] { [runs[3].Id], [runs[2].Id], new[] { runs[1].Id, runs[0].Id } }));
        Assert.That(values[2].First, Is.EqualTo(runs[0].Id));
        Assert.That(values[2].FirstAt, Is.EqualTo(runs[0].StartedAt));
        Assert.That(ValueHistory.Of(Queries.All(), "task").Select(v => v.Kind), Is.All.EqualTo(NamedKind.Task));
        Assert.That(ValueHistory.Of(Queries.All(), "in").Single().Kind, Is.EqualTo(NamedKind.Input));
        Assert.That(ValueHistory.Of(Queries.All(), "nothing"), Is.Empty);
        Assert.That(ValueHistory.Suggest(Queries.All(), "out.tx"), Is.EqualTo("out.txt"));
    }

    [Test]
    public void A_run_is_found_by_every_word_that_names_it()
    {
        var first = Run("a");
        var second = Run("b");
        _repository.Refs.Set(Tags.NameOf("v1"), RunObject.Put(_repository.Objects, first));
        Assert.Multiple(() =>
        {
            Assert.That(Found("last"), Is.EqualTo(second.Id));
            Assert.That(Found("last~1"), Is.EqualTo(first.Id));
            Assert.That(Found("v1"), Is.EqualTo(first.Id));
            Assert.That(Found("tags/v1"), Is.EqualTo(first.Id));
            Assert.That(Found(first.Id.ToString()), Is.EqualTo(first.Id));
            Assert.That(Found(first.Id.ToString()[..19]), Is.EqualTo(first.Id));
            Assert.That(Found(first.Id.ToString()[^8..]), Is.EqualTo(first.Id));
            Assert.That(Queries.Find(first.Id.ToString()[..4]), Is.TypeOf<RunWord.Ambiguous>());
            foreach (var word in new[] { "last~2", "last~x", "last~-1", "v2", "", "zzzz", "a/../b" }) Assert.That(Queries.Find(word), Is.TypeOf<RunWord.None>(), word);
        });
    }

    [Test]
    public void A_tagged_run_is_found_also_when_its_record_is_gone()
    {
        var run = Run("a");
        _repository.Refs.Set(Tags.NameOf("v1"), RunObject.Put(_repository.Objects, run));
        File.Delete(Path.Combine(_folder.Path, ".e3", "runs", run.Id + ".beast2"));
        Assert.That(Found("v1"), Is.EqualTo(run.Id));
        Assert.That(RunObject.TryRead(_repository.Objects, Blob("a")), Is.Null, "a Blob is no run");
    }

    [Test]
    public void Outputs_are_put_back_and_what_no_run_has_seen_is_never_overwritten()
    {
        var first = Run("a");
        Run("b");
        _folder.Write("out.txt", "b");
        Assert.That(Restore(first).Single().Outcome, Is.EqualTo(RestoreOutcome.Written));
        Assert.That(Read("out.txt"), Is.EqualTo("a"));
        Assert.That(Restore(first).Single().Outcome, Is.EqualTo(RestoreOutcome.Unchanged));

        _folder.Write("out.txt", "by hand");
        Assert.That(Restore(first).Single().Outcome, Is.EqualTo(RestoreOutcome.Kept));
        Assert.That(Read("out.txt"), Is.EqualTo("by hand"));
        Assert.That(Restore(first, overwrite: true).Single().Outcome, Is.EqualTo(RestoreOutcome.Written));
        Assert.That(Read("out.txt"), Is.EqualTo("a"));
    }

    [Test]
    public void When_one_file_cannot_be_put_back_none_is()
    {
        var run = Run("a") with { Outputs = [new("one.txt", "task", Blob("a")), new("two.txt", "task", Hashing.Object("lost"u8))] };
        var files = Restore(run);
        Assert.That(files.Select(f => f.Outcome), Is.EqualTo(new[] { RestoreOutcome.Written, RestoreOutcome.Impossible }));
        Assert.That(files[1].Problem, Does.Contain("missing"));
        Assert.That(File.Exists(Path.Combine(_folder.Path, "one.txt")), Is.False);
    }

    [TestCase("../up.txt")]
    [TestCase("/etc/hosts")]
    [TestCase(".e3/format")]
    [TestCase("a/../../b")]
    [TestCase("c:/x")]
    [TestCase("")]
    [TestCase("link/x.txt")]
    public void A_record_never_leads_outside_the_folder(string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), Path.Combine(_folder.Path, "elsewhere"));
        var run = Run("a") with { Outputs = [new(path, "task", Blob("a"))] };
        Assert.That(Restore(run, overwrite: true).Single().Outcome, Is.EqualTo(RestoreOutcome.Impossible));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "elsewhere")), Is.Empty);
    }

    [Test]
    public void Scripts_and_inputs_come_back_as_the_run_read_them()
    {
        _folder.Write("polyglot.yaml", "name: p\ninputs:\n  in: { file: ./data/in.csv, type: \"Array<Struct<n: Integer>>\" }\ntasks: {}\n");
        var table = EastType.Array(EastType.Struct(("n", EastType.Integer)));
        var csv = _repository.Objects.Put(Beast2.Encode(table, EastText.Parse(table, "[(n=1), (n=2)]").Value!));
        var run = Run("a") with { Inputs = [new("in", csv)] };
        run = run with { Tasks = [run.Tasks[0] with { Files = [new("src/f.py", Blob("code")), new("./src/g.beast2", Blob("raw"))] }] };
        var project = ProjectReader.ReadFile(Path.Combine(_folder.Path, "polyglot.yaml")).Project!;
        Assert.That(RestorableFiles.Find(run, project, "in")!.Path, Is.EqualTo("data/in.csv"));
        Assert.That(RestorableFiles.Find(run, project, "src/g.beast2")!.Format, Is.EqualTo(FileFormat.Raw));
        Assert.That(RestorableFiles.Find(run, project, "out.txt")!.Id, Is.EqualTo(Blob("a")));
        Assert.That(RestorableFiles.Find(run, project, "other"), Is.Null);

        var files = new WorkingCopy(_repository, _folder.Path).Restore(RestorableFiles.Sources(run, project), overwrite: false, write: true);
        Assert.That(files.Select(f => f.Outcome), Is.All.EqualTo(RestoreOutcome.Written));
        Assert.That(Read("data/in.csv"), Is.EqualTo("n\r\n1\r\n2").Or.EqualTo("n\r\n1\r\n2\r\n"));
        Assert.That(Read("src/f.py"), Is.EqualTo("code"));
        Assert.That(Read("src/g.beast2"), Is.EqualTo("raw"), "a script is written as it was, whatever its extension");
    }

    [Test]
    public void A_dry_run_writes_nothing()
    {
        var run = Run("a");
        Assert.That(new WorkingCopy(_repository, _folder.Path).Restore(RestorableFiles.Outputs(run), overwrite: false, write: false).Single().Outcome, Is.EqualTo(RestoreOutcome.Written));
        Assert.That(File.Exists(Path.Combine(_folder.Path, "out.txt")), Is.False);
    }

    private RunQueries Queries => new(_repository, "p");

    private RunId Found(string word) => ((RunWord.Found)Queries.Find(word)).Run.Id;

    private string Read(string relative) => File.ReadAllText(Path.Combine(_folder.Path, relative));

    private IReadOnlyList<RestoredFile> Restore(RunRecord run, bool overwrite = false) =>
        new WorkingCopy(_repository, _folder.Path).Restore(RestorableFiles.Outputs(run), overwrite, write: true);

    private ObjectId Blob(string text) => _repository.Objects.Put(Beast2.Encode(EastType.Blob, new EastBlob(Encoding.UTF8.GetBytes(text))));

    private RunRecord Run(string output)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        var (now, id) = (_clock.GetUtcNow(), Blob(output));
        var run = new RunRecord
        {
            Id = RunId.New(_clock),
            Dataflow = "p",
            StartedAt = now,
            EndedAt = now,
            Status = RunStatus.Succeeded,
            Inputs = [new("in", Blob("input"))],
            Tasks = [new() { Name = "task", Decision = Decision.Ran, Output = id, StartedAt = now, EndedAt = now }],
            Outputs = [new("out.txt", "task", id)],
        };
        _repository.Runs.Write(run);
        return run;
    }
}
