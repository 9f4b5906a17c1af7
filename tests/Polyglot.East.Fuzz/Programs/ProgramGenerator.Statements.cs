using System.Collections.Immutable;

namespace Polyglot.East.Fuzz;

/// <summary>What programs do: declare, assign, change containers, loop, leave.</summary>
public sealed partial class ProgramGenerator
{
    private const int MaxLoopDepth = 2;

    private Later Statement(int depth)
    {
        _parts++;
        switch (_choices.Next(13))
        {
            case <= 3: return LetStatement(_types.Any(), depth);
            case 4 or 5 or 6: return Expression(EastType.Null, depth);
            case 7: return AssignStatement(depth);
            case 8: return LetFunction(depth);
            case 9: return Branch(depth);
            case 10 or 11 when _loopDepth < MaxLoopDepth && _parts < MaxParts: return Loop(depth);
            case 12: return Leave(depth);
            default: return Expression(_types.Any(), depth);
        }
    }

    private Later LetStatement(EastType type, int depth, bool? isMutable = null)
    {
        var value = Expression(type, depth);
        var variable = Declare(type, isMutable ?? _choices.Next(2) == 1);
        return () =>
        {
            var declared = Use(variable);
            return new LetNode(EastType.Null, Here(), declared, value());
        };
    }

    private Later AssignStatement(int depth)
    {
        var targets = Visible(v => v.IsMutable && !v.IsCounter && v.Type.IsData);
        if (targets.Count == 0) return LetStatement(_types.Any(), depth, isMutable: true);
        var target = _choices.Of(targets);
        var value = Expression(target.Type, depth);
        Scopes.Use(target, _function);
        return () =>
        {
            var assigned = Use(target);
            return new AssignNode(EastType.Null, Here(), assigned, value());
        };
    }

    private Later LetFunction(int depth)
    {
        EastType[] inputs = [.. Enumerable.Range(0, _choices.Next(3)).Select(_ => _types.Any())];
        var isAsync = _function.IsAsync && _choices.OneIn(3);
        var type = isAsync ? EastType.AsyncFunction(inputs, _types.Any()) : EastType.Function(inputs, _types.Any());
        return LetStatement(type, depth, isMutable: false);
    }

    private Later Branch(int depth)
    {
        var (predicate, then, otherwise) = (Expression(EastType.Boolean, depth), Body(EastType.Null, depth - 1), Body(EastType.Null, depth - 2));
        return () => new IfElseNode(EastType.Null, Here(), [new IfBranch(predicate(), then())], otherwise());
    }

    /// <summary>Leaves something, or fails, if a condition holds.</summary>
    private Later Leave(int depth)
    {
        var predicate = Expression(EastType.Boolean, Math.Min(depth, 2));
        var way = Exit(depth);
        return () => new IfElseNode(EastType.Null, Here(), [new IfBranch(predicate(), way())], new ValueNode(EastType.Null, Here(), EastNull.Boxed));
    }

    /// <summary>An expression of type Never.</summary>
    private Later Exit(int depth)
    {
        var loops = _function.Loops;
        switch (_choices.Next(loops.Count > 0 ? 4 : 2))
        {
            case 0:
                var message = Expression(EastType.String, Math.Min(depth, 1));
                return () => new ErrorNode(EastType.Never, Here(), message());
            case 1:
                var value = Expression(_function.Output, Math.Min(depth, 2));
                return () => new ReturnNode(EastType.Never, Here(), value());
            case 2:
                var left = _choices.Of(loops);
                return () => new BreakNode(EastType.Never, Here(), new IrLabel(left, Here()));
            default:
                var next = _choices.Of(loops);
                return () => new ContinueNode(EastType.Never, Here(), new IrLabel(next, Here()));
        }
    }

    private Later Loop(int depth)
    {
        var kind = _choices.Next(4);
        if (kind == 0) return CountedLoop(depth);
        var (key, value) = (kind == 1 ? EastType.Integer : _types.Key(), _types.Any());
        EastType container = kind switch { 1 => EastType.Array(value), 2 => EastType.Set(key), _ => EastType.Dict(key, value) };
        // A variable is iterated over where there is one: the body may try to change it.
        var known = Visible(v => v.Type.Kind == container.Kind && v.Type.IsData);
        Later over;
        if (known.Count > 0 && _choices.Next(3) > 0)
        {
            var variable = _choices.Of(known);
            (container, over) = (variable.Type, Read(variable));
        }
        else
        {
            over = Expression(container, depth);
        }
        switch (container)
        {
            case ArrayType array: (key, value) = (EastType.Integer, array.Element); break;
            case SetType set: key = set.Key; break;
            case DictType dict: (key, value) = (dict.Key, dict.Value); break;
        }
        _scopes.Enter();
        var (first, second) = (Declare(key, isMutable: false), container is SetType ? null : Declare(value, isMutable: false, isNew: true));
        var (label, body) = LoopBody(depth);
        _scopes.Leave();
        return () =>
        {
            var (place, iterated, named) = (Here(), over(), new IrLabel(label, Here()));
            return container switch
            {
                ArrayType => new ForArrayNode(EastType.Null, place, iterated, named, Use(first), Use(second!), body()),
                SetType => new ForSetNode(EastType.Null, place, iterated, named, Use(first), body()),
                _ => new ForDictNode(EastType.Null, place, iterated, named, Use(first), Use(second!), body()),
            };
        };
    }

    /// <summary>The counter goes up first, so that nothing the body does makes it endless.</summary>
    private Later CountedLoop(int depth)
    {
        _scopes.Enter();
        var counter = Declare(EastType.Integer, isMutable: true, isCounter: true);
        var times = (long)_choices.Next(5);
        var (label, body) = LoopBody(depth);
        _scopes.Leave();
        return () =>
        {
            ValueNode Number(long value) => new(EastType.Integer, Here(), value);
            var count = new LetNode(EastType.Null, Here(), Use(counter), Number(0));
            var goesOn = new BuiltinNode(EastType.Boolean, Here(), "Less", [EastType.Integer], [Use(counter), Number(times)]);
            var up = new AssignNode(EastType.Null, Here(), Use(counter), new BuiltinNode(EastType.Integer, Here(), "IntegerAdd", [], [Use(counter), Number(1)]));
            var loop = new WhileNode(EastType.Null, Here(), goesOn, new IrLabel(label, Here()), new BlockNode(EastType.Null, Here(), [up, body()]));
            return new BlockNode(EastType.Null, Here(), [count, loop]);
        };
    }

    private (string Label, Later Body) LoopBody(int depth)
    {
        var label = $"l{_function.Loops.Count}";
        _function.Loops.Add(label);
        _loopDepth++;
        var body = Body(EastType.Null, depth - 1);
        _loopDepth--;
        _function.Loops.RemoveAt(_function.Loops.Count - 1);
        return (label, body);
    }
}
