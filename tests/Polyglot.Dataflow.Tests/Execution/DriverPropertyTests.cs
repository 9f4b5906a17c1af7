using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Execution;

/// <summary>
/// Random dataflows, randomly edited: a model that knows nothing of plans says which executions are new, and exactly those run. Some tasks
/// give the same output whatever they get, so that changes are cut off.
/// </summary>
public class DriverPropertyTests
{
    [Test]
    public async Task Exactly_the_tasks_whose_inputs_or_program_changed_run([Range(1, 25)] int seed)
    {
        var random = new Random(seed);
        using var harness = new DriverHarness();
        var dataflow = new RandomDataflow(random);
        harness.Executor.Compute = RandomDataflow.Compute;
        var known = new HashSet<ExecutionId>();
        for (var step = 0; step < 12; step++)
        {
            var snapshot = dataflow.Build();
            var expected = RandomDataflow.Executions(snapshot);
            var rows = await harness.RunAsync(snapshot, parallelism: random.Next(1, 6));
            Assert.That(harness.Executor.Executions, Is.EquivalentTo(expected.Distinct().Where(e => !known.Contains(e))), $"step {step}");
            Assert.That(rows.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => r.Execution),
                Is.EqualTo(snapshot.Tasks.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (ExecutionId?)expected[t.Index])));
            Assert.That(rows.Where(r => r.Decision == Decision.Ran).Select(r => r.Reason), Has.None.Null);
            known.UnionWith(expected);
            for (var edits = random.Next(0, 4); edits > 0; edits--) dataflow.Edit();
        }
    }

    private sealed class RandomDataflow
    {
        private readonly Random _random;
        private readonly string[] _inputs;
        private readonly (string[] Needs, int Code, bool Constant)[] _tasks;

        public RandomDataflow(Random random)
        {
            _random = random;
            _inputs = Enumerable.Range(0, random.Next(1, 5)).Select(_ => "0").ToArray();
            _tasks = new (string[], int, bool)[random.Next(1, 40)];
            for (var i = 0; i < _tasks.Length; i++)
            {
                var needs = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Source(i)).ToArray();
                _tasks[i] = (needs, 0, random.Next(4) == 0);
            }
        }

        public void Edit()
        {
            if (_random.Next(2) == 0) _inputs[_random.Next(_inputs.Length)] = $"{_random.Next(3)}";
            else
            {
                ref var task = ref _tasks[_random.Next(_tasks.Length)];
                task.Code = _random.Next(3);
                if (_random.Next(4) == 0) task.Needs = [.. task.Needs.Take(1), Source(Array.IndexOf(_tasks, task))];
            }
        }

        public Snapshot Build()
        {
            var dataflow = new TestDataflow();
            for (var i = 0; i < _inputs.Length; i++) dataflow.Input($"i{i}", $"{i} {_inputs[i]}");
            for (var i = 0; i < _tasks.Length; i++)
            {
                var constant = _tasks[i].Constant;
                dataflow.Task($"t{i:d3}", _tasks[i].Needs, $"{_tasks[i].Code}", d => constant ? d with { Version = "constant" } : d);
            }
            return dataflow.Build();
        }

        /// <summary>A constant task's output depends on its program alone.</summary>
        public static string Compute(Dataflow.Execution.ExecutionRequest request) => Output(request.Task, request.Inputs);

        public static ExecutionId[] Executions(Snapshot snapshot)
        {
            var outputs = new ObjectId[snapshot.Tasks.Count];
            var executions = new ExecutionId[snapshot.Tasks.Count];
            foreach (var task in snapshot.Tasks)
            {
                var inputs = task.Sources.Select(s => s.IsTask ? outputs[s.Index] : snapshot.Inputs[s.Index].Id).ToArray();
                executions[task.Index] = Hashing.Execution(task.Id, inputs);
                outputs[task.Index] = TestDataflow.Id(Output(task, inputs));
            }
            return executions;
        }

        private static string Output(SnapshotTask task, IReadOnlyList<ObjectId> inputs) =>
            task.Definition.Version is null ? $"{task.Id} {string.Join(' ', inputs)}" : $"constant {task.Name}";

        private string Source(int before)
        {
            var pick = _random.Next(_inputs.Length + before);
            return pick < _inputs.Length ? $"i{pick}" : $"t{pick - _inputs.Length:d3}";
        }
    }
}
