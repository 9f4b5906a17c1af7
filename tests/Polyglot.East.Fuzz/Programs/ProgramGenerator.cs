using System.Collections.Immutable;

namespace Polyglot.East.Fuzz;

/// <summary>A random program with its inputs.</summary>
/// <param name="Root">The program; the checker has nothing to say of it.</param>
/// <param name="Inputs">A value for each parameter, made anew by each call, since programs change what they are given.</param>
public sealed record RandomProgram(FunctionNode Root, Func<object?[]> Inputs);

/// <summary>
/// Makes random programs that are well-typed and end: all kinds of nodes, almost all builtins at random types, closures, shared containers,
/// errors that are caught and errors that are not. The same choices make the same program. Not thread-safe.
/// </summary>
/// <remarks>Nodes are made when the whole program is known, since a variable says at its declaration whether a function captures it.</remarks>
public sealed partial class ProgramGenerator
{
    private const int MaxDepth = 5;
    private const int MaxParts = 150;

    private readonly Choices _choices;
    private readonly RandomTypes _types;
    private readonly Scopes _scopes = new();
    private FunctionContext _function;
    private int _parts;
    private int _loopDepth;
    private long _line;

    private delegate IrNode Later();

    private ProgramGenerator(Choices choices)
    {
        _choices = choices;
        _types = new RandomTypes(choices);
        _function = new FunctionContext(null, EastType.Null, isAsync: false);
    }

    /// <summary>The program of these choices.</summary>
    public static RandomProgram Make(Choices choices) => new ProgramGenerator(choices).Program();

    private RandomProgram Program()
    {
        EastType[] inputs = [.. Enumerable.Range(0, _choices.Next(3)).Select(_ => _types.Any())];
        var values = inputs.Select(type => (Type: type, File: Beast2.Encode(type, RandomValues.Value(_choices, type)))).ToArray();
        var root = Function(EastType.Function(inputs, _types.Any()), isRoot: true, isAsync: _choices.OneIn(8))();
        return new RandomProgram((FunctionNode)root, () => [.. values.Select(v => Beast2.Decode(v.File, v.Type).Value)]);
    }

    private IrLocation Here() => new("p.east", ++_line, 1);

    /// <summary>A function of a type; its body is a block that ends with the result.</summary>
    private Later Function(FunctionType type, bool isRoot = false, bool isAsync = false, Func<IReadOnlyList<RandomVariable>, Later>? body = null, int depth = MaxDepth)
    {
        isAsync |= type.IsAsync;
        type = isAsync ? EastType.AsyncFunction(type.Inputs.AsSpan(), type.Output) : EastType.Function(type.Inputs.AsSpan(), type.Output);
        var context = new FunctionContext(isRoot ? null : _function, type.Output, isAsync);
        var (outer, loopDepth) = (_function, _loopDepth);
        _function = context;
        _scopes.Enter();
        List<RandomVariable> parameters = [];
        foreach (var input in type.Inputs) parameters.Add(Declare(input, isMutable: false, isNew: parameters.Count > 0));
        var result = body?.Invoke(parameters) ?? Body(type.Output, depth);
        _scopes.Leave();
        (_function, _loopDepth) = (outer, loopDepth);
        return () =>
        {
            ImmutableArray<VariableNode> captures = [.. context.Captures.Select(Use)];
            ImmutableArray<VariableNode> declared = [.. parameters.Select(Use)];
            return new FunctionNode(type, Here(), captures, declared, result());
        };
    }

    /// <summary>A variable, now and then with the name of an older one, which it hides; the second of two that are bound at once has a name of its own.</summary>
    private RandomVariable Declare(EastType type, bool isMutable, bool isCounter = false, bool isNew = false)
    {
        var older = isCounter || isNew || !_choices.OneIn(12) ? [] : _scopes.Visible(v => !v.IsCounter);
        var variable = new RandomVariable(older.Count > 0 ? _choices.Of(older).Name : _scopes.NewName(), type, isMutable, _function) { IsCounter = isCounter };
        _scopes.Add(variable);
        return variable;
    }

    private VariableNode Use(RandomVariable variable) => new(variable.Type, Here(), variable.Name, variable.IsMutable, variable.IsCaptured);

    private List<RandomVariable> Visible(Func<RandomVariable, bool> wanted) => _scopes.Visible(wanted);

    private Later Read(RandomVariable variable)
    {
        Scopes.Use(variable, _function);
        return () => Use(variable);
    }

    /// <summary>Statements, then an expression of the type.</summary>
    private Later Body(EastType type, int depth)
    {
        _scopes.Enter();
        List<Later> parts = [];
        for (var count = depth <= 0 ? 0 : _choices.Next(depth + 1); count > 0; count--) parts.Add(Statement(depth - 1));
        parts.Add(Expression(type, depth - 1));
        _scopes.Leave();
        return () =>
        {
            ImmutableArray<IrNode> statements = [.. parts.Select(p => p())];
            return new BlockNode(type, Here(), statements);
        };
    }
}
