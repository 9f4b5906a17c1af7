using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Tests.Execution;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AdmissionTests
{
    private readonly List<int> _started = [];
    private readonly Queue<Slot> _slots = new();

    [Test]
    public void As_many_start_as_there_are_processors_the_earliest_task_first()
    {
        var (admission, started) = (Admission.Of(2), _started);
        foreach (var task in new[] { 3, 1, 2 }) admission.Enqueue(task, Demand.One, slot => Start(slot, task));
        Drain(admission);
        Assert.That(started, Is.EqualTo(new[] { 1, 2 }));
        admission.Free(_slots.Dequeue());
        Drain(admission);
        Assert.That(started, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(admission.IsEmpty);
    }

    [Test]
    public void What_does_not_fit_is_passed_over_for_a_while_and_not_for_ever()
    {
        var (admission, started) = (Admission.Of(2), _started);
        var wide = new Demand(2);
        admission.Enqueue(0, Demand.One, slot => Start(slot, 0));
        Drain(admission);
        admission.Enqueue(1, wide, slot => Start(slot, 1));
        for (var i = 0; i < 2 * Admission.Patience; i++)
        {
            var task = i + 2;
            admission.Enqueue(task, Demand.One, slot => Start(slot, task));
        }
        for (var i = 0; i < 2 * Admission.Patience && !started.Contains(1); i++)
        {
            Drain(admission);
            admission.Free(_slots.Dequeue());
        }
        Assert.That(started, Has.Member(1));
        Assert.That(started.IndexOf(1), Is.EqualTo(1 + Admission.Patience));
    }

    [Test]
    public void A_demand_beyond_the_budget_counts_as_all_of_it()
    {
        var (admission, started) = (Admission.Of(2), _started);
        admission.Enqueue(0, new(64), slot => Start(slot, 0));
        admission.Enqueue(1, Demand.One, slot => Start(slot, 1));
        Drain(admission);
        Assert.That(started, Is.EqualTo(new[] { 0 }));
        admission.Free(_slots.Dequeue());
        Drain(admission);
        Assert.That(started, Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Memory_and_what_the_user_counts_are_kept_to()
    {
        var budget = new Budget(new(8, 1000, [new("gpu", 2)]));
        var task = new Demand(1, 400, [new("gpu", 1)]);
        budget.Take(task);
        Assert.That(budget.Fits(task));
        budget.Take(task);
        Assert.That(budget.Fits(task), Is.False, "no gpu and no memory is left");
        Assert.That(budget.Fits(new(1, 200)));
        Assert.That(budget.Fits(new(1, 201)), Is.False);
        Assert.That(budget.Fits(new(1, 0, [new("gpu", 1)])), Is.False);
        budget.Give(task);
        Assert.That(budget.Fits(task));
    }

    [Test]
    public void What_is_to_be_alone_waits_for_all_and_all_wait_for_it()
    {
        var budget = new Budget(new(8));
        var free = new Demand(0);
        budget.Take(Demand.None);
        Assert.That(budget.Fits(Demand.Alone), "what only waits for its parts is nobody");
        budget.Take(free);
        Assert.That(budget.Fits(Demand.Alone), Is.False);
        budget.Give(free);
        budget.Take(Demand.Alone);
        Assert.That((budget.Fits(free), budget.Fits(Demand.One), budget.Fits(Demand.Alone), budget.Fits(Demand.None)), Is.EqualTo((false, false, false, true)));
        budget.Give(Demand.Alone);
        Assert.That(budget.Fits(Demand.One));
    }

    [Test]
    public void What_is_not_limited_is_not_counted()
    {
        var budget = new Budget(new(1));
        var task = new Demand(0, long.MaxValue, [new("licence", 7)]);
        budget.Take(task);
        Assert.That(budget.Fits(task));
    }

    [Test]
    public async Task Parts_ask_from_any_thread_and_are_refused_when_nothing_more_starts()
    {
        var admission = Admission.Of(1);
        var (first, second) = (admission.EnterAsync(0, Demand.One), admission.EnterAsync(0, Demand.One));
        await admission.Turns.TakeAsync();
        Drain(admission);
        Assert.That(await first, Is.Not.Null);
        Assert.That(second.IsCompleted, Is.False);
        admission.RefuseParts();
        Assert.That(await second, Is.Null);
    }

    [Test]
    public void What_the_first_file_counts_goes_before_what_others_count()
    {
        static Project File(string name, params (string Name, int Amount)[] resources) =>
            new($"/{name}.yaml", "/", name, null, [], [], [], [], null, default) { Resources = [.. resources.Select(r => new NamedResource(r.Name, r.Amount, default))] };

        var (first, second, third) = (File("a", ("gpu", 1)), File("b", ("gpu", 4), ("licence", 2)), File("c", ("licence", 3)));
        var whole = Demand.Whole(4, 1000, [first, second, second, third]);
        Assert.That(whole, Is.EqualTo(new Demand(4, 1000, [new("gpu", 1), new("licence", 3)])));
        Assert.That(Demand.Whole(2, null, [first]), Is.EqualTo(new Demand(2, 0, [new("gpu", 1)])));
        Assert.That(Demand.Of(TaskResources.None), Is.SameAs(Demand.One));
        Assert.That(Demand.Of(new(0.5, 7, [new("gpu", 1, default)])), Is.EqualTo(new Demand(0.5, 7, [new("gpu", 1)])));
    }

    [Test]
    public void Demands_of_equal_amounts_are_equal()
    {
        Assert.That(new Demand(1.5, 3, [new("b", 1), new("a", 2)]), Is.EqualTo(new Demand(1.5, 3, [new("a", 2), new("b", 1), new("c", 0)])));
        Assert.That(new Demand(1), Is.Not.EqualTo(new Demand(1.5)));
        Assert.That(Demand.One, Is.EqualTo(new Demand(1)));
    }

    [Test]
    public async Task A_program_that_has_ended_leaves_its_place_but_results_do_not_pile_up()
    {
        var admission = Admission.Of(1);
        for (var i = 0; i < 4; i++)
        {
            var task = i;
            admission.Enqueue(task, Demand.One, slot => Start(slot, task));
        }
        for (var i = 0; i < 2; i++)
        {
            Drain(admission);
            admission.Finishing(_slots.Last());
            admission.Finishing(_slots.Last());
            await admission.Turns.TakeAsync();
        }
        Drain(admission);
        Assert.That(_started, Is.EqualTo(new[] { 0, 1 }), "two results are still to be taken");
        admission.Free(_slots.Dequeue());
        Drain(admission);
        Assert.That(_started, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    private void Start(Slot slot, int task)
    {
        _slots.Enqueue(slot);
        _started.Add(task);
    }

    private static void Drain(Admission admission)
    {
        while (admission.StartNext())
        {
        }
    }
}
