namespace Polyglot.East.Tests;

/// <summary>Expressions of the notation.</summary>
internal sealed partial class Notation
{
    /// <summary>Something, then what is done with it: <c>.field</c>, <c>(arguments)</c>, <c>as Type</c>.</summary>
    private IrNode Expression()
    {
        var start = _scanner.Start;
        if (_scanner.AcceptWord("await"))
        {
            _scopes.Awaits = true;
            return Expression() is CallNode call
                ? new CallNode(call.Type, call.Location, isAsync: true, call.Function, call.Arguments)
                : throw _scanner.Wrong("a call after await");
        }
        var node = Primary();
        while (true)
        {
            if (_scanner.Accept("."))
            {
                var name = _scanner.Name();
                var type = (StructType)node.Type;
                node = new GetFieldNode(type.Fields[type.IndexOf(name)].Type, At(start), name, node);
            }
            else if (node.Type is FunctionType function && _scanner.Accept("("))
            {
                node = new CallNode(function.Output, At(start), isAsync: false, node, [.. List(")")]);
            }
            else if (_scanner.AcceptWord("as"))
            {
                node = new ConversionNode(_scanner.Type(), At(start), ConversionKind.As, node);
            }
            else
            {
                return node;
            }
        }
    }

    private IrNode Primary()
    {
        var start = _scanner.Start;
        if (_scanner.TryLiteral() is { } literal) return Literal(start, literal);
        if (_scanner.Peek("{")) return Braces();
        if (_scanner.Accept("(")) return Parentheses(start);
        var name = _scanner.Name();
        switch (name)
        {
            case "null": return Literal(start, EastNull.Boxed);
            case "true": return Literal(start, true);
            case "false": return Literal(start, false);
            case "NaN": return Literal(start, double.NaN);
            case "Infinity": return Literal(start, double.PositiveInfinity);
            case "fn": return Function(start, isAsync: false);
            case "async":
                if (!_scanner.AcceptWord("fn")) throw _scanner.Wrong("fn");
                return Function(start, isAsync: true);
            case "if": return If(start);
            case "match": return Match(start);
            case "try": return Try(start);
            case "error": return new ErrorNode(EastType.Never, At(start), Expression());
            case "return" or "break" or "continue":
                _scanner.Reset(start);
                return Statement();
            case "wrap" or "unwrap": return Recursive(start, name);
        }
        if (_scanner.Accept("!")) return PlatformCall(start, name);
        if (BuiltinTable.TryGet(name, out var builtin)) return Builtin(start, builtin);
        if (_scopes.Find(name) is { } variable) return Node(variable, At(start));
        _scanner.Reset(start);
        return Constructor(start, _scanner.Type());
    }

    private ValueNode Literal(int start, object value) => new(
        value switch
        {
            bool => EastType.Boolean,
            long => EastType.Integer,
            double => EastType.Float,
            string => EastType.String,
            EastDateTime => EastType.DateTime,
            EastBlob => EastType.Blob,
            _ => EastType.Null,
        }, At(start), value);

    /// <summary>After the parenthesis: a struct <c>(a = 1)</c>, or an expression that is only kept together.</summary>
    private IrNode Parentheses(int start)
    {
        var parts = new List<StructPart>();
        var inside = _scanner.Start;
        if (!_scanner.Peek(")") && (_scanner.TryName() is null || !_scanner.Accept("=")))
        {
            _scanner.Reset(inside);
            var only = Expression();
            _scanner.Expect(")");
            return only;
        }
        _scanner.Reset(inside);
        while (!_scanner.Accept(")"))
        {
            var name = _scanner.Name();
            _scanner.Expect("=");
            parts.Add(new StructPart(name, Expression()));
            if (!_scanner.Peek(")")) _scanner.Expect(",");
        }
        return new StructNode(EastType.Struct([.. parts.Select(p => (p.Name, p.Value.Type))]), At(start), [.. parts]);
    }

    /// <summary>A container or a variant, after its type.</summary>
    private IrNode Constructor(int start, EastType type)
    {
        switch (type)
        {
            case ArrayType:
                _scanner.Expect("[");
                return new NewArrayNode(type, At(start), [.. List("]")]);
            case SetType:
                _scanner.Expect("{");
                return new NewSetNode(type, At(start), [.. List("}")]);
            case DictType:
                _scanner.Expect("{");
                var entries = new List<DictEntry>();
                while (!_scanner.Accept("}"))
                {
                    var key = Expression();
                    _scanner.Expect(":");
                    entries.Add(new DictEntry(key, Expression()));
                    if (!_scanner.Peek("}")) _scanner.Expect(",");
                }
                return new NewDictNode(type, At(start), [.. entries]);
            case RefType:
                _scanner.Expect("(");
                return new NewRefNode(type, At(start), List(")").Single());
            case VariantType:
                _scanner.Expect(".");
                var name = _scanner.Name();
                var value = _scanner.Accept("(") ? List(")").Single() : Literal(start, EastNull.Boxed);
                return new VariantNode(type, At(start), name, value);
            default:
                throw _scanner.Wrong("a type that has a constructor");
        }
    }

    private ConversionNode Recursive(int start, string name)
    {
        var type = _scanner.TypeArguments().Single();
        _scanner.Expect("(");
        var value = List(")").Single();
        return new ConversionNode(type, At(start), name == "wrap" ? ConversionKind.WrapRecursive : ConversionKind.UnwrapRecursive, value);
    }

    private BuiltinNode Builtin(int start, BuiltinDefinition definition)
    {
        var types = _scanner.TypeArguments();
        _scanner.Expect("(");
        return new BuiltinNode(definition.Signature([.. types]).Output, At(start), definition.Name, [.. types], [.. List(")")]);
    }

    private PlatformNode PlatformCall(int start, string name)
    {
        var signature = Platform.Single(p => p.Name == name);
        if (signature.IsAsync) _scopes.Awaits = true;
        _scanner.Expect("(");
        return new PlatformNode(signature.Output, At(start), name, [.. List(")")], signature.IsAsync);
    }

    /// <summary><c>fn(x: T) => T2 { … }</c>; what it captures follows from what it uses.</summary>
    private FunctionNode Function(int start, bool isAsync)
    {
        var awaits = _scopes.Awaits;
        _scopes.EnterFunction();
        _scanner.Expect("(");
        var parameters = new List<VariableNode>();
        while (!_scanner.Accept(")"))
        {
            var (at, name) = (_scanner.Start, _scanner.Name());
            _scanner.Expect(":");
            parameters.Add(Declare(name, _scanner.Type(), isMutable: false, at));
            if (!_scanner.Peek(")")) _scanner.Expect(",");
        }
        _scanner.Expect("=>");
        var output = _scanner.Type();
        var body = Braces();
        var captures = _scopes.LeaveFunction();
        _scopes.Awaits = awaits;
        EastType[] inputs = [.. parameters.Select(p => p.Type)];
        return new FunctionNode(
            isAsync ? EastType.AsyncFunction(inputs, output) : EastType.Function(inputs, output),
            At(start), [.. captures.Select(c => Node(c, At(start)))], [.. parameters], body);
    }

    private IfElseNode If(int start)
    {
        var type = _scanner.TypeArguments().FirstOrDefault();
        var branches = new List<IfBranch>();
        IrNode otherwise;
        do
        {
            _scanner.Expect("(");
            var predicate = Expression();
            _scanner.Expect(")");
            branches.Add(new IfBranch(predicate, Braces()));
            if (!_scanner.AcceptWord("else"))
            {
                otherwise = Literal(start, EastNull.Boxed);
                break;
            }
            otherwise = _scanner.AcceptWord("if") ? null! : Braces();
        }
        while (otherwise is null);
        return new IfElseNode(type ?? Common([.. branches.Select(b => b.Body), otherwise]), At(start), [.. branches], otherwise);
    }

    /// <summary><c>match (value) { case(x) => expression, … }</c></summary>
    private MatchNode Match(int start)
    {
        var type = _scanner.TypeArguments().FirstOrDefault();
        _scanner.Expect("(");
        var value = Expression();
        _scanner.Expect(")");
        _scanner.Expect("{");
        var cases = new List<MatchCase>();
        while (!_scanner.Accept("}"))
        {
            var name = _scanner.Name();
            _scopes.Enter();
            var at = _scanner.Start;
            var variable = _scanner.Accept("(") ? _scanner.Name() : "_";
            if (variable != "_") _scanner.Expect(")");
            var declared = Declare(variable, ((VariantType)value.Type).Cases.Single(c => c.Name == name).Type, isMutable: false, at);
            _scanner.Expect("=>");
            cases.Add(new MatchCase(name, declared, Statement()));
            _scopes.Leave();
            if (!_scanner.Peek("}")) _scanner.Expect(",");
        }
        return new MatchNode(type ?? Common([.. cases.Select(c => c.Body)]), At(start), value, [.. cases]);
    }

    /// <summary><c>try { … } catch (message, stack) { … } finally { … }</c>; the last part may be missing.</summary>
    private TryCatchNode Try(int start)
    {
        var type = _scanner.TypeArguments().FirstOrDefault();
        var body = Braces();
        if (!_scanner.AcceptWord("catch")) throw _scanner.Wrong("catch");
        _scopes.Enter();
        _scanner.Expect("(");
        var message = Declare(_scanner.Name(), EastType.String, isMutable: false, _scanner.Start);
        _scanner.Expect(",");
        var stack = Declare(_scanner.Name(), IrTypes.ErrorStack, isMutable: false, _scanner.Start);
        _scanner.Expect(")");
        var handler = Braces();
        _scopes.Leave();
        IrNode last = _scanner.AcceptWord("finally") ? Braces() : Literal(start, EastNull.Boxed);
        return new TryCatchNode(type ?? Common([body, handler]), At(start), body, handler, message, stack, last);
    }

    private List<IrNode> List(string close)
    {
        var items = new List<IrNode>();
        while (!_scanner.Accept(close))
        {
            items.Add(Expression());
            if (!_scanner.Peek(close)) _scanner.Expect(",");
        }
        return items;
    }

    /// <summary>The type of the first branch that has a value.</summary>
    private static EastType Common(IrNode[] branches) =>
        branches.Select(b => b.Type).FirstOrDefault(t => t != EastType.Never) ?? EastType.Never;
}
