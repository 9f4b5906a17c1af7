using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Planning;

public class PlannerTests
{
    private static readonly string[] _i = ["i"];

    [Test]
    public void A_dataflow_that_never_ran_runs_what_has_its_inputs_and_waits_with_the_rest()
    {
        var lookups = new FakeLookups();
        var plan = Plan(Diamond().Build(), lookups);
        Assert.That(plan.Tasks.Select(t => t.State.GetType().Name), Is.EqualTo(new[] { "MustRun", "Waiting", "Waiting", "Waiting" }));
        Assert.That(((TaskState.MustRun)plan.Tasks[0].State).Reason, Is.EqualTo(new Reason.NeverRan()));
        Assert.That(((TaskState.Waiting)plan.Tasks[3].State).On, Is.EqualTo(new[] { "b", "c" }));
        Assert.That(plan.Counts, Is.EqualTo(new PlanCounts(0, 1, 3)));
        Assert.That(lookups.OutputBatches, Is.EqualTo(new[] { 1 }), "what waits is not looked up");
    }

    [Test]
    public void An_up_to_date_dataflow_asks_for_outputs_by_rank_and_for_nothing_of_its_past()
    {
        var lookups = new FakeLookups().Ran(Diamond().Build());
        var plan = Plan(Diamond().Build(), lookups);
        Assert.That(plan.Counts, Is.EqualTo(new PlanCounts(4, 0, 0)));
        Assert.That(lookups.OutputBatches, Is.EqualTo(new[] { 1, 2, 1 }));
        Assert.That(lookups.AskedPrevious, Is.Empty);
        Assert.That(lookups.AskedDefinitions, Is.Empty);
        Assert.That(lookups.AskedFailures, Is.Zero);
    }

    [Test]
    public void A_task_without_inputs_is_planned_like_any_other()
    {
        var snapshot = new TestDataflow().Task("a", []).Build();
        Assert.That(Plan(snapshot, new FakeLookups().Ran(snapshot)).Counts.UpToDate, Is.EqualTo(1));
    }

    [Test]
    public void Returning_to_an_earlier_state_finds_the_older_result()
    {
        var lookups = new FakeLookups().Ran(One("code", "1")).Ran(One("other", "2"));
        Assert.That(Plan(One("code", "1"), lookups).Counts.UpToDate, Is.EqualTo(1));
    }

    [Test]
    public void Reason_is_the_input_that_changed() =>
        AssertReason(One("code", "1"), One("code", "2"), new Reason.InputChanged("i", Short("1"), Short("2")));

    [Test]
    public void Reason_is_the_input_that_was_added_or_taken_away()
    {
        var two = new TestDataflow().Input("i", "1").Input("j", "2").Task("a", ["i", "j"]).Build();
        AssertReason(One("code", "1"), two, new Reason.InputChanged("j", null, Short("2")));
        AssertReason(two, One("code", "1"), new Reason.InputChanged("j", Short("2"), null));
    }

    [Test]
    public void Reason_is_the_file_that_changed() =>
        AssertReason(One("code", "1"), One("other", "1"), new Reason.ProgramChanged("src/a.py", Short("code"), Short("other")));

    [Test]
    public void Reason_is_the_file_that_came_or_went()
    {
        var more = With(d => d with { Program = new TaskProgram.Function("a", [new("src/a.py", Id("code")), new("src/b.py", Id("b"))]) });
        AssertReason(One("code", "1"), more, new Reason.ProgramChanged("src/b.py", null, Short("b")));
        AssertReason(more, One("code", "1"), new Reason.ProgramChanged("src/b.py", Short("b"), null));
    }

    [Test]
    public void Reason_is_another_function_command_version_format_or_kind_of_program()
    {
        var command = With(d => d with { Program = new TaskProgram.Command(["ls"], []) });
        AssertReason(One("code", "1"), With(d => d with { Program = new TaskProgram.Function("b", [new("src/a.py", Id("code"))]) }),
            new Reason.ProgramChanged("function", "a", "b"));
        AssertReason(command, With(d => d with { Program = new TaskProgram.Command(["ls", "-l"], []) }), new Reason.ProgramChanged("command", "ls", "ls -l"));
        AssertReason(One("code", "1"), command, new Reason.ProgramChanged("kind", "function", "command"));
        AssertReason(With(d => d with { Version = "1" }), With(d => d with { Version = "2" }), new Reason.ProgramChanged("version", "1", "2"));
        AssertReason(With(d => d with { Format = "json" }), With(d => d with { Format = "csv" }), new Reason.ProgramChanged("format", "json", "csv"));
        AssertReason(
            With(d => d with { Program = new TaskProgram.Ir(Id("x"), ["time"]) }), With(d => d with { Program = new TaskProgram.Ir(Id("y"), ["time"]) }),
            new Reason.ProgramChanged("ir", Short("x"), Short("y")));
        AssertReason(
            With(d => d with { Program = new TaskProgram.Ir(Id("x"), ["time"]) }), With(d => d with { Program = new TaskProgram.Ir(Id("x"), ["b", "a"]) }),
            new Reason.ProgramChanged("platforms", "time", "a, b"));
    }

    [Test]
    public void Reason_is_the_type_that_changed()
    {
        AssertReason(One("code", "1"), With(d => d with { OutputType = EastType.Float }), new Reason.TypeChanged("output", "Integer", "Float"));
        AssertReason(One("code", "1"), With(d => d with { InputTypes = [EastType.Float] }), new Reason.TypeChanged("i", "Integer", "Float"));
    }

    [Test]
    public void Reason_is_the_runner_or_the_part_of_its_fingerprint_that_changed()
    {
        AssertReason(One("code", "1"), With(d => d with { Runner = "python2" }), new Reason.RunnerChanged("runner", "python", "python2"));
        AssertReason(One("code", "1"), With(d => d with { Fingerprint = new Dictionary<string, string> { ["version"] = "3.12" } }),
            new Reason.RunnerChanged("version", "3.11", "3.12"));
        AssertReason(One("code", "1"), With(d => d with { Fingerprint = new Dictionary<string, string> { ["version"] = "3.11", ["file:lock"] = "x" } }),
            new Reason.RunnerChanged("file:lock", null, "x"));
    }

    [Test]
    public void Reason_is_the_environment_variable_that_changed()
    {
        AssertReason(One("code", "1"), With(d => d with { Environment = new Dictionary<string, string> { ["LANG"] = "de" } }),
            new Reason.EnvironmentChanged("LANG", "C", "de"));
        AssertReason(One("code", "1"), With(d => d with { Environment = new Dictionary<string, string>() }), new Reason.EnvironmentChanged("LANG", "C", null));
    }

    [Test]
    public void Reason_is_that_the_user_asked()
    {
        var snapshot = One("code", "1");
        var table = new Planner(snapshot, _ => true, new FakeLookups().Ran(snapshot)).Plan();
        Assert.That(table.Reasons[0], Is.EqualTo(new Reason.Forced()));
        Assert.That(table.Recorded[0], Is.Not.Null, "kept to see whether the task is pure");
    }

    [Test]
    public void Reason_is_that_the_output_is_gone()
    {
        var snapshot = One("code", "1");
        var lookups = new FakeLookups().Ran(snapshot);
        var output = lookups.Outputs.Values.Single();
        lookups.Objects.Clear();
        Assert.That(Reason(snapshot, lookups), Is.EqualTo(new Reason.OutputMissing(output)));
        lookups.Outputs.Clear();
        Assert.That(Reason(snapshot, lookups), Is.EqualTo(new Reason.OutputMissing(output)), "the execution was forgotten by a repair");
    }

    [Test]
    public void Reason_is_that_the_same_execution_failed()
    {
        var snapshot = One("code", "1");
        var lookups = new FakeLookups().Ran(snapshot, Decision.Failed);
        lookups.Outputs.Clear();
        Assert.That(Reason(snapshot, lookups), Is.EqualTo(new Reason.PreviousFailed()));
    }

    [Test]
    public void Reason_is_that_it_failed_even_where_no_run_was_recorded()
    {
        var snapshot = One("code", "1");
        var lookups = new FakeLookups();
        lookups.Failures.Add(Hashing.Execution(snapshot.Tasks[0].Id, [Id("1")]));
        Assert.That(Reason(snapshot, lookups), Is.EqualTo(new Reason.PreviousFailed()));
    }

    [Test]
    public void A_definition_that_is_not_known_any_more_leaves_the_recorded_files_to_compare()
    {
        var lookups = new FakeLookups().Ran(One("code", "1"));
        lookups.Definitions.Clear();
        Assert.That(Reason(One("other", "1"), lookups), Is.EqualTo(new Reason.ProgramChanged("src/a.py", Short("code"), Short("other"))));
    }

    [Test]
    public void Every_change_is_listed_for_those_who_ask_for_all()
    {
        var earlier = new FakeLookups().Ran(One("code", "1"));
        var now = With(d => d with { Runner = "node", OutputType = EastType.Float }, "2");
        var changes = TaskChanges.Between(earlier.Previous["a"], earlier.Definitions.Values.Single(), now.Tasks[0], [Id("2")]);
        Assert.That(changes.Select(c => c.GetType().Name), Is.EqualTo(new[] { "InputChanged", "TypeChanged", "RunnerChanged" }));
    }

    [Test]
    public void Reasons_are_computed_only_for_what_runs()
    {
        var before = new TestDataflow().Input("i", "1").Input("j", "1").Task("a", _i).Task("b", ["j"]).Build();
        var now = new TestDataflow().Input("i", "1").Input("j", "2").Task("a", _i).Task("b", ["j"]).Build();
        var lookups = new FakeLookups().Ran(before);
        Plan(now, lookups);
        Assert.That(lookups.AskedPrevious, Is.EqualTo(new[] { "b" }));
        Assert.That(lookups.AskedDefinitions, Is.Empty, "the task is the same; only its input differs");
    }

    [Test]
    public void A_task_that_needs_one_value_twice_waits_for_it_once()
    {
        var plan = Plan(new TestDataflow().Input("i", "1").Task("a", _i).Task("b", ["a", "a"]).Build(), new FakeLookups());
        Assert.That(((TaskState.Waiting)plan.Tasks[1].State).On, Is.EqualTo(new[] { "a" }));
    }

    private static TestDataflow Diamond() =>
        new TestDataflow().Input("i", "1").Task("a", _i).Task("b", ["a"]).Task("c", ["a"]).Task("d", ["b", "c"]);

    private static Snapshot One(string code, string input) => new TestDataflow().Input("i", input).Task("a", _i, code).Build();

    private static Snapshot With(Func<TaskObject, TaskObject> change, string input = "1") =>
        new TestDataflow().Input("i", input).Task("a", _i, "code", change).Build();

    private static ObjectId Id(string content) => TestDataflow.Id(content);

    private static string Short(string content) => Id(content).Abbreviated();

    private static DataflowPlan Plan(Snapshot snapshot, FakeLookups lookups) => new Planner(snapshot, _ => false, lookups).Plan().ToPlan();

    private static Reason? Reason(Snapshot snapshot, FakeLookups lookups) => new Planner(snapshot, _ => false, lookups).Plan().Reasons[0];

    private static void AssertReason(Snapshot before, Snapshot now, Reason expected) =>
        Assert.That(Reason(now, new FakeLookups().Ran(before)), Is.EqualTo(expected));
}
