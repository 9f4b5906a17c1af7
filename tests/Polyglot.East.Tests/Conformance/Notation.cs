using System.Collections.Immutable;

namespace Polyglot.East.Tests;

/// <summary>
/// Makes programs out of the notation in which the cases of <c>ir/conformance/programs</c> are written; its README has the grammar.
/// A source becomes a function without parameters, asynchronous if it awaits.
/// </summary>
internal sealed partial class Notation
{
    private readonly NotationScanner _scanner;
    private readonly NotationScopes _scopes = new();
    private readonly IReadOnlySet<int> _captured;

    private Notation(string source, IReadOnlyDictionary<string, string> aliases, IReadOnlySet<int> captured)
    {
        _scanner = new NotationScanner(source, aliases);
        _captured = captured;
    }

    /// <summary>The platform functions that sources may call with <c>name!(…)</c>.</summary>
    public static ImmutableArray<PlatformSignature> Platform { get; } =
    [
        new("log", [EastType.String], EastType.Null, IsAsync: false),
        new("fail", [EastType.String], EastType.Integer, IsAsync: false),
        new("later", [EastType.Integer], EastType.Integer, IsAsync: true),
    ];

    /// <summary>A program.</summary>
    /// <exception cref="NotationException">The source is not in the notation.</exception>
    public static FunctionNode Program(string source, IReadOnlyDictionary<string, string> aliases)
    {
        // A first reading finds which variables are captured, which their nodes say from the start.
        var first = new Notation(source, aliases, new HashSet<int>());
        first.Root();
        return new Notation(source, aliases, first._scopes.CapturedDeclarations).Root();
    }

    private FunctionNode Root()
    {
        _scopes.EnterFunction();
        var statements = new List<IrNode>();
        do statements.Add(Statement());
        while (_scanner.Accept(";") && !_scanner.IsAtEnd);
        if (!_scanner.IsAtEnd) throw _scanner.Wrong("the end");
        var body = statements is [var only] ? only : Block(0, statements);
        var type = _scopes.Awaits ? EastType.AsyncFunction([], body.Type) : EastType.Function([], body.Type);
        return new FunctionNode(type, At(0), [], [], body);
    }

    private IrLocation At(int start) => _scanner.LocationOf(start);

    private static BlockNode BlockOf(IrLocation location, List<IrNode> statements) =>
        new(statements is [.., var last] ? last.Type : EastType.Null, location, [.. statements]);

    private BlockNode Block(int start, List<IrNode> statements) => BlockOf(At(start), statements);

    /// <summary>Statements in braces, in a scope of their own.</summary>
    private BlockNode Braces()
    {
        var start = _scanner.Start;
        _scanner.Expect("{");
        _scopes.Enter();
        var statements = new List<IrNode>();
        while (!_scanner.Accept("}"))
        {
            statements.Add(Statement());
            if (!_scanner.Peek("}")) _scanner.Expect(";");
        }
        _scopes.Leave();
        return Block(start, statements);
    }

    private IrNode Statement()
    {
        var start = _scanner.Start;
        if (_scanner.AcceptWord("let")) return Let(start);
        if (_scanner.AcceptWord("while")) return While(start);
        if (_scanner.AcceptWord("for")) return For(start);
        if (_scanner.AcceptWord("return")) return new ReturnNode(EastType.Never, At(start), Expression());
        if (_scanner.AcceptWord("break")) return new BreakNode(EastType.Never, At(start), new IrLabel(_scanner.Name(), At(start)));
        if (_scanner.AcceptWord("continue")) return new ContinueNode(EastType.Never, At(start), new IrLabel(_scanner.Name(), At(start)));
        var name = _scanner.TryName();
        if (name is not null && _scanner.Accept(":="))
            return new AssignNode(EastType.Null, At(start), Node(Find(name), At(start)), Expression());
        _scanner.Reset(start);
        return Expression();
    }

    private LetNode Let(int start)
    {
        var isMutable = _scanner.AcceptWord("mut");
        var declaration = _scanner.Start;
        var name = _scanner.Name();
        var type = _scanner.Accept(":") ? _scanner.Type() : null;
        _scanner.Expect("=");
        var value = Expression();
        return new LetNode(EastType.Null, At(start), Declare(name, type ?? value.Type, isMutable, declaration), value);
    }

    private WhileNode While(int start)
    {
        var label = Label();
        _scanner.Expect("(");
        var predicate = Expression();
        _scanner.Expect(")");
        return new WhileNode(EastType.Null, At(start), predicate, label, Braces());
    }

    /// <summary><c>for label (key, value in container) { … }</c>; a Set has only a key.</summary>
    private LoopNode For(int start)
    {
        var label = Label();
        _scanner.Expect("(");
        var (keyAt, key) = (_scanner.Start, _scanner.Name());
        var (valueAt, value) = _scanner.Accept(",") ? (_scanner.Start, _scanner.Name()) : (0, null);
        if (!_scanner.AcceptWord("in")) throw _scanner.Wrong("in");
        var container = Expression();
        _scanner.Expect(")");
        _scopes.Enter();
        LoopNode loop = container.Type switch
        {
            ArrayType array => new ForArrayNode(
                EastType.Null, At(start), container, label, Declare(key, EastType.Integer, false, keyAt), Declare(value!, array.Element, false, valueAt), Braces()),
            SetType set => new ForSetNode(EastType.Null, At(start), container, label, Declare(key, set.Key, false, keyAt), Braces()),
            DictType dict => new ForDictNode(
                EastType.Null, At(start), container, label, Declare(key, dict.Key, false, keyAt), Declare(value!, dict.Value, false, valueAt), Braces()),
            _ => throw _scanner.Wrong("a container"),
        };
        _scopes.Leave();
        return loop;
    }

    private IrLabel Label()
    {
        var location = At(_scanner.Start);
        return new IrLabel(_scanner.Name(), location);
    }

    private VariableNode Declare(string name, EastType type, bool isMutable, int declaration)
    {
        var variable = new NotationScopes.Variable(name, type, isMutable, declaration);
        _scopes.Declare(variable);
        return Node(variable, At(declaration));
    }

    private NotationScopes.Variable Find(string name) => _scopes.Find(name) ?? throw _scanner.Wrong($"a variable, which {name} is not,");

    private VariableNode Node(NotationScopes.Variable variable, IrLocation location) =>
        new(variable.Type, location, variable.Name, variable.IsMutable, _captured.Contains(variable.Declaration));
}
