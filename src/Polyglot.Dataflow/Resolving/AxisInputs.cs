using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Dataflow.Scattering;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>
/// The lists written in the matrices of tasks. Their elements have the type of the parameter that they vary, which is known when the task's program is: until
/// then the snapshot has a place for them. Not thread-safe.
/// </summary>
internal sealed class AxisInputs(DataflowGraph graph, IObjectStore? store)
{
    private readonly Dictionary<int, (ArrayType Type, byte[] Bytes)> _known = [];

    /// <summary>What stands for a list until it is read.</summary>
    public static InputContent Unknown { get; } = new(null, FileFormat.Raw, []);

    /// <summary>The type of a list that was read; null before, and where it could not be.</summary>
    public EastType? TypeOf(int input) => _known.TryGetValue(input, out var known) ? known.Type : null;

    /// <summary>Reads a list; true where it is one of values of the type.</summary>
    /// <param name="input">Its place among the graph's inputs; the source is an <see cref="AxisSource"/>.</param>
    /// <param name="parameter">The type of the parameter; null where it says none.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public bool Read(int input, EastType? parameter, ProblemList problems)
    {
        var source = (AxisSource)graph.Inputs[input].Declared.Source;
        if ((parameter ?? Guess(source.Values)) is not { } element)
        {
            problems.Add(source.Values.Position, ScatterMessages.NoAxisType(source.Parameter), ScatterMessages.AxisTypeNext);
            return false;
        }
        var type = (ArrayType)EastType.Array(element);
        if (NodeValue.Encode(source.Values, type, problems) is not { } bytes) return false;
        _known[input] = (type, bytes);
        return true;
    }

    /// <summary>Puts what was read into its places.</summary>
    public void Fill(List<SnapshotInput> inputs, List<InputContent> contents)
    {
        foreach (var (input, (type, bytes)) in _known)
        {
            inputs[input] = inputs[input] with { Id = store?.Put(bytes) ?? Hashing.Object(bytes), Type = type };
            contents[input] = new(null, FileFormat.Raw, bytes);
        }
    }

    private static EastType? Guess(ListNode values)
    {
        var kinds = values.Items.Select(item => (item as ScalarNode)?.Kind ?? ScalarKind.Null).Distinct().ToList();
        return kinds switch
        {
            [ScalarKind.Integer] => EastType.Integer,
            [ScalarKind.Float] => EastType.Float,
            [ScalarKind.String] => EastType.String,
            [ScalarKind.Boolean] => EastType.Boolean,
            [_, _] when kinds.All(kind => kind is ScalarKind.Integer or ScalarKind.Float) => EastType.Float,
            _ => null,
        };
    }
}
