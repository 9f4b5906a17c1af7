namespace Polyglot.East;

/// <summary>Makes a pattern's tree into code for <see cref="RegexMatcher"/>.</summary>
internal sealed class RegexCompiler
{
    private readonly List<int> _code = [];
    private readonly List<UnitSet> _sets = [];
    private readonly RegexFlags _flags;
    private int _registers;
    private bool _isBackward;

    private RegexCompiler(RegexFlags flags, int groups) => (_flags, _registers) = (flags, (groups + 1) * 2);

    /// <summary>A program.</summary>
    /// <exception cref="RegexSyntaxException">The pattern is not one.</exception>
    public static RegexProgram Compile(string pattern, RegexFlags flags)
    {
        var (root, groups, names) = RegexParser.Parse(pattern, flags);
        var compiler = new RegexCompiler(flags, groups);
        compiler.Emit(root);
        compiler.Op(RegexOp.Match);
        return new RegexProgram(pattern, [.. compiler._code], [.. compiler._sets], groups, compiler._registers, names, RegexStart.Of(root));
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Unit unit:
                if (_isBackward) Op(RegexOp.UnitBack, Set(unit.Set));
                else if (unit.Set.Single is { } single) Op(RegexOp.Literal, single);
                else Op(RegexOp.Unit, Set(unit.Set));
                break;
            case RegexNode.Sequence sequence:
                EmitSequence(sequence.Items);
                break;
            case RegexNode.Choice choice:
                EmitChoice(choice);
                break;
            case RegexNode.Group group:
                Op(RegexOp.Save, group.Index * 2 + (_isBackward ? 1 : 0));
                Emit(group.Body);
                Op(RegexOp.Save, group.Index * 2 + (_isBackward ? 0 : 1));
                break;
            case RegexNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case RegexNode.Assertion assertion:
                Op(RegexOp.Assert, (int)assertion.Kind);
                break;
            case RegexNode.Look look:
                var outside = _isBackward;
                _isBackward = look.IsBehind;
                var end = Op(RegexOp.Look, look.IsNegated ? 1 : 0, 0) + 2;
                Emit(look.Body);
                Op(RegexOp.Match);
                _code[end] = _code.Count;
                _isBackward = outside;
                break;
            case RegexNode.BackReference reference:
                Op(RegexOp.BackReference, reference.Number, _flags.HasFlag(RegexFlags.IgnoreCase) ? 1 : 0, _isBackward ? 1 : 0);
                break;
        }
    }

    private void EmitSequence(IReadOnlyList<RegexNode> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (_isBackward) Emit(items[items.Count - 1 - i]);
            else if (i + 1 < items.Count && items[i] is RegexNode.Repeat { IsGreedy: true, Max: > 0, Body: RegexNode.Unit run } repeat && CannotFollow(run.Set, items[i + 1]))
                Op(RegexOp.FirmRun, Set(run.Set), repeat.Min, repeat.Max);
            else Emit(items[i]);
        }
    }

    /// <summary>Where a unit of a set comes next, the node does not match: giving units back to it is of no use.</summary>
    private static bool CannotFollow(UnitSet set, RegexNode node) => node switch
    {
        RegexNode.Unit unit => set.IsDisjointFrom(unit.Set),
        RegexNode.Repeat { Min: > 0 } repeat => CannotFollow(set, repeat.Body),
        RegexNode.Group group => CannotFollow(set, group.Body),
        RegexNode.Sequence { Items: [var first, ..] } => CannotFollow(set, first),
        RegexNode.Choice choice => choice.Options.All(option => CannotFollow(set, option)),
        RegexNode.Assertion { Kind: RegexAssertion.TextEnd } => true,
        _ => false,
    };

    private void EmitChoice(RegexNode.Choice choice)
    {
        var ends = new List<int>();
        for (var i = 0; i < choice.Options.Count - 1; i++)
        {
            var next = Op(RegexOp.Split, 0) + 1;
            Emit(choice.Options[i]);
            ends.Add(Op(RegexOp.Jump, 0) + 1);
            _code[next] = _code.Count;
        }
        Emit(choice.Options[^1]);
        foreach (var end in ends) _code[end] = _code.Count;
    }

    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        if (repeat.Max == 0) return;
        if (repeat.Body is RegexNode.Unit unit && !_isBackward)
        {
            if (repeat.IsGreedy)
            {
                Op(RegexOp.Run, Set(unit.Set), repeat.Min, repeat.Max);
                return;
            }
            if (repeat.Max == int.MaxValue)
            {
                Op(RegexOp.LazyRun, Set(unit.Set), repeat.Min);
                return;
            }
        }
        if (repeat is { Min: 0, Max: 1 } && repeat.FirstGroup == repeat.EndGroup && !CanBeEmpty(repeat.Body))
        {
            var skip = Op(repeat.IsGreedy ? RegexOp.Split : RegexOp.SplitLazy, 0) + 1;
            Emit(repeat.Body);
            _code[skip] = _code.Count;
            return;
        }
        var register = _registers;
        _registers += 2;
        Op(RegexOp.LoopEnter, register);
        var next = Op(RegexOp.LoopNext, register, repeat.Min, repeat.Max, repeat.IsGreedy ? 1 : 0, 0);
        Op(RegexOp.LoopBody, register, repeat.FirstGroup * 2, repeat.EndGroup * 2);
        Emit(repeat.Body);
        Op(RegexOp.LoopBack, register, repeat.Min, next);
        _code[next + 5] = _code.Count;
    }

    private static bool CanBeEmpty(RegexNode node) => node switch
    {
        RegexNode.Unit => false,
        RegexNode.Group group => CanBeEmpty(group.Body),
        RegexNode.Sequence sequence => sequence.Items.All(CanBeEmpty),
        RegexNode.Choice choice => choice.Options.Any(CanBeEmpty),
        RegexNode.Repeat repeat => repeat.Min == 0 || CanBeEmpty(repeat.Body),
        _ => true,
    };

    private int Set(UnitSet set)
    {
        var index = _sets.IndexOf(set);
        if (index >= 0) return index;
        _sets.Add(set);
        return _sets.Count - 1;
    }

    /// <summary>Appends an operation and gives its place.</summary>
    private int Op(RegexOp op, params ReadOnlySpan<int> operands)
    {
        var at = _code.Count;
        _code.Add((int)op);
        foreach (var operand in operands) _code.Add(operand);
        return at;
    }
}
