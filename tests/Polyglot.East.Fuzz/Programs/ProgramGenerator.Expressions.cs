using System.Collections.Immutable;

namespace Polyglot.East.Fuzz;

/// <summary>What programs compute.</summary>
public sealed partial class ProgramGenerator
{
    private static readonly (string Builtin, int Argument)[] Sizes =
    [
        ("StringRepeat", 1), ("ArrayGenerate", 0), ("ArrayRange", 0), ("ArrayRange", 1), ("ArrayRange", 2), ("ArrayLinspace", 2), ("SetGenerate", 0), ("DictGenerate", 0),
    ];

    /// <summary>Builtins that read what another one writes, which random text would hardly ever be.</summary>
    private static readonly Dictionary<string, string> Written = new()
    {
        ["Parse"] = "Print",
        ["StringParseJSON"] = "StringPrintJSON",
        ["BlobDecodeBeast"] = "BlobEncodeBeast",
        ["BlobDecodeBeast2"] = "BlobEncodeBeast2",
    };

    private static readonly string[] Failing =
    [
        "Get", "Pop", "Update", "Merge", "Delete", "Insert", "Swap", "Parse", "Decode", "From", "ToInteger", "Reduce", "Divide", "Remainder", "Sort", "Range", "DateTime", "Regex", "Concat", "ToDict", "Generate",
    ];

    private Later Expression(EastType type, int depth)
    {
        _parts++;
        if (type is FunctionType function) return FunctionValue(function, depth);
        if (depth <= 0 || _parts > MaxParts) return Simple(type);
        switch (_choices.Next(16))
        {
            case 0: return Simple(type);
            case 1 or 2: return Make(type, depth);
            case <= 8: return Builtin(type, depth);
            case 9: return Conditional(type, depth);
            case 10: return MatchOf(type, depth);
            case 11: return Attempt(type, depth);
            case 12: return CallOf(type, depth);
            case 13: return Field(type, depth);
            case 14: return _loopDepth == 0 ? Recursion(type, depth) : Body(type, depth);
            default: return _choices.OneIn(4) ? Exit(depth) : Body(type, depth);
        }
    }

    /// <summary>A variable or a literal.</summary>
    private Later Simple(EastType type)
    {
        var known = Visible(v => v.Type.Equals(type));
        if (known.Count > 0 && _choices.Next(4) > 0) return Read(_choices.Of(known));
        if (RandomValues.Scalar(_choices, type) is not { } literal) return Make(type, 0);
        return () => new ValueNode(type, Here(), literal);
    }

    /// <summary>The node that makes a value of the type.</summary>
    private Later Make(EastType type, int depth)
    {
        var parts = depth <= 0 ? _choices.Next(2) : _choices.Next(4);
        ImmutableArray<Later> Several(EastType part) => [.. Enumerable.Range(0, parts).Select(_ => Expression(part, depth - 1))];
        switch (type)
        {
            case RefType cell:
                var content = Expression(cell.Content, depth - 1);
                return () => new NewRefNode(type, Here(), content());
            case ArrayType array:
                var elements = Several(array.Element);
                return () => new NewArrayNode(type, Here(), [.. elements.Select(e => e())]);
            case SetType set:
                var keys = Several(set.Key);
                return () => new NewSetNode(type, Here(), [.. keys.Select(k => k())]);
            case DictType dict:
                ImmutableArray<(Later Key, Later Value)> entries = [.. Enumerable.Range(0, parts).Select(_ => (Expression(dict.Key, depth - 1), Expression(dict.Value, depth - 1)))];
                return () => new NewDictNode(type, Here(), [.. entries.Select(e => new DictEntry(e.Key(), e.Value()))]);
            case StructType record:
                ImmutableArray<(string Name, Later Value)> fields = [.. record.Fields.Select(f => (f.Name, Expression(f.Type, depth - 1)))];
                return () => new StructNode(type, Here(), [.. fields.Select(f => new StructPart(f.Name, f.Value()))]);
            case VariantType variant:
                var chosen = variant.Cases[_choices.Next(variant.Cases.Length)];
                var payload = Expression(chosen.Type, depth - 1);
                return () => new VariantNode(type, Here(), chosen.Name, payload());
            default:
                return Simple(type);
        }
    }

    private Later FunctionValue(FunctionType type, int depth)
    {
        var known = Visible(v => !v.IsCounter && v.Type.Equals(type));
        return known.Count > 0 && _choices.Next(3) > 0 ? Read(_choices.Of(known)) : Function(type, depth: depth - 1);
    }

    private Later Builtin(EastType type, int depth)
    {
        if (BuiltinCatalog.Find(_choices, _types, type) is not var (builtin, types)) return Make(type, depth);
        var signature = builtin.Signature(types);
        ImmutableArray<Later> arguments = [.. signature.Inputs.Select((input, i) => Argument(builtin, types, i, input, depth))];
        Later call = () =>
        {
            ImmutableArray<IrNode> given = [.. arguments.Select(a => a())];
            return new BuiltinNode(type, Here(), builtin.Name, types, given);
        };
        // Most would fail, and nothing after them would run: their errors are caught, and what was said is looked at now and then.
        if (!Failing.Any(f => builtin.Name.Contains(f, StringComparison.Ordinal)) || _choices.Next(4) == 0) return call;
        _scopes.Enter();
        var (message, stack) = (Declare(EastType.String, isMutable: false), Declare(IrTypes.ErrorStack, isMutable: false, isNew: true));
        var instead = Simple(type);
        _scopes.Leave();
        return () => new TryCatchNode(type, Here(), call(), instead(), Use(message), Use(stack), new ValueNode(EastType.Null, Here(), EastNull.Boxed));
    }

    private Later Argument(BuiltinDefinition builtin, ImmutableArray<EastType> types, int index, EastType type, int depth)
    {
        if (Sizes.Contains((builtin.Name, index)))
        {
            var size = (long)_choices.Next(6);
            return () => new ValueNode(EastType.Integer, Here(), size);
        }
        if (builtin.Name.StartsWith("Regex", StringComparison.Ordinal) && index is 1 or 2 && type.Kind == EastTypeKind.String)
        {
            var text = index == 1 ? RandomValues.Pattern(_choices) : RandomValues.Flag(_choices);
            return () => new ValueNode(EastType.String, Here(), text);
        }
        if (Written.TryGetValue(builtin.Name, out var writer) && _choices.Next(8) > 0)
        {
            var value = Expression(types[0], depth - 1);
            return () => new BuiltinNode(type, Here(), writer, types, [value()]);
        }
        return Expression(type, depth - 1);
    }

    private Later Conditional(EastType type, int depth)
    {
        ImmutableArray<(Later Predicate, Later Body)> branches = [.. Enumerable.Range(0, 1 + _choices.Next(2)).Select(_ => (Expression(EastType.Boolean, depth - 1), Body(type, depth - 1)))];
        var otherwise = Expression(type, depth - 1);
        return () => new IfElseNode(type, Here(), [.. branches.Select(b => new IfBranch(b.Predicate(), b.Body()))], otherwise());
    }

    private Later MatchOf(EastType type, int depth)
    {
        var known = Visible(v => v.Type is VariantType);
        var variant = (VariantType)(known.Count > 0 ? _choices.Of(known).Type : EastType.Option(_types.Any()));
        var matched = Expression(variant, depth - 1);
        List<(string Case, RandomVariable Variable, Later Body)> cases = [];
        foreach (var option in variant.Cases)
        {
            _scopes.Enter();
            var payload = Declare(option.Type, isMutable: false);
            cases.Add((option.Name, payload, Expression(type, depth - 1)));
            _scopes.Leave();
        }
        return () => new MatchNode(type, Here(), matched(), [.. cases.Select(c => new MatchCase(c.Case, Use(c.Variable), c.Body()))]);
    }

    private Later Attempt(EastType type, int depth)
    {
        var body = Body(type, depth - 1);
        _scopes.Enter();
        var message = Declare(EastType.String, isMutable: false);
        var stack = Declare(IrTypes.ErrorStack, isMutable: false, isNew: true);
        var handler = Body(type, depth - 1);
        _scopes.Leave();
        var last = _choices.OneIn(3) ? Body(EastType.Null, depth - 2) : null;
        return () =>
        {
            var (place, tried, caught) = (Here(), body(), handler());
            return new TryCatchNode(type, place, tried, caught, Use(message), Use(stack), last?.Invoke() ?? new ValueNode(EastType.Null, Here(), EastNull.Boxed));
        };
    }

    private Later CallOf(EastType type, int depth)
    {
        var known = Visible(v => !v.IsCounter && v.Type is FunctionType f && f.Output.Equals(type) && (!f.IsAsync || _function.IsAsync));
        var callee = known.Count > 0 ? _choices.Of(known) : null;
        var called = (FunctionType?)callee?.Type ?? EastType.Function([_types.Any()], type);
        var function = callee is null ? Function(called, depth: depth - 1) : Read(callee);
        ImmutableArray<Later> arguments = [.. called.Inputs.Select(i => Expression(i, depth - 1))];
        return () => new CallNode(type, Here(), called.IsAsync, function(), [.. arguments.Select(a => a())]);
    }

    private Later Field(EastType type, int depth)
    {
        var known = Visible(v => v.Type is StructType s && s.Fields.Any(f => f.Type.Equals(type)));
        if (known.Count == 0)
        {
            var made = EastType.Struct(("x", _types.Any()), ("y", type));
            var value = Expression(made, depth - 1);
            return () => new GetFieldNode(type, Here(), "y", value());
        }
        var variable = _choices.Of(known);
        var field = ((StructType)variable.Type).Fields.First(f => f.Type.Equals(type)).Name;
        var read = Read(variable);
        return () => new GetFieldNode(type, Here(), field, read());
    }

    /// <summary>A call of a function that calls itself a few times, through the variable that holds it.</summary>
    private Later Recursion(EastType output, int depth)
    {
        var type = EastType.Function([EastType.Integer, _types.Any()], output);
        _scopes.Enter();
        var placeholder = Function(type, depth: 0);
        var self = Declare(type, isMutable: true, isCounter: true);
        var deepest = (long)_choices.Next(6);
        var body = Function(type, body: parameters =>
        {
            var (count, rest) = (Read(parameters[0]), Expression(output, depth - 2));
            var (callee, argument) = (Read(self), Expression(type.Inputs[1], depth - 3));
            return () =>
            {
                var goesOn = new BuiltinNode(EastType.Boolean, Here(), "Greater", [EastType.Integer], [count(), new ValueNode(EastType.Integer, Here(), 0L)]);
                var less = new BuiltinNode(EastType.Integer, Here(), "IntegerSubtract", [], [count(), new ValueNode(EastType.Integer, Here(), 1L)]);
                var again = new CallNode(output, Here(), isAsync: false, callee(), [less, argument()]);
                return new IfElseNode(output, Here(), [new IfBranch(goesOn, again)], rest());
            };
        });
        var (used, first) = (Read(self), Expression(type.Inputs[1], depth - 2));
        _scopes.Leave();
        return () => new BlockNode(output, Here(),
        [
            new LetNode(EastType.Null, Here(), Use(self), placeholder()), new AssignNode(EastType.Null, Here(), Use(self), body()),
            new CallNode(output, Here(), isAsync: false, used(), [new ValueNode(EastType.Integer, Here(), deepest), first()]),
        ]);
    }
}
