using Polyglot.Dataflow.Explaining;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Explaining;

public class DefinitionChangesTests
{
    private static readonly int[] _first = [0];

    [Test]
    public void An_input_that_is_taken_apart_is_one_leaf_and_the_collection_that_comes_of_it_none()
    {
        var once = new TaskObject { Runner = "shell", Program = new TaskProgram.Command(["file", "command", "cat"], []), OutputType = EastType.String };
        var each = once with { Scatter = new(_first, []), OutputType = EastType.Array(EastType.String) };
        Assert.That(DefinitionChanges.Between("t", once, each, declaresOutput: true), Is.EqualTo(new[] { new Leaf(LeafKind.Program, "elements", "t", null, "of input 1") }));
        Assert.That(DefinitionChanges.Between("t", each, each with { }, declaresOutput: true), Is.Empty);
    }
}
