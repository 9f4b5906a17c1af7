namespace Polyglot.East;

/// <summary>Blocks, branches, loops and errors.</summary>
internal sealed partial class NodeChecker
{
    private EastType? CheckBlock(BlockNode node)
    {
        Scope.Enter();
        EastType? last = EastType.Null;
        foreach (var statement in node.Statements) last = Check(statement);
        Scope.Leave();
        return Known(node, Fits(node, last, node.Type, "the value of the block"));
    }

    private EastType? CheckIfElse(IfElseNode node)
    {
        var right = true;
        foreach (var branch in node.Branches)
        {
            right &= Expect(branch.Predicate, EastType.Boolean, "the condition");
            right &= ExpectInScope(branch.Body, node.Type, "the branch");
        }
        return Known(node, ExpectInScope(node.Else, node.Type, "the else branch") && right);
    }

    private EastType? CheckMatch(MatchNode node)
    {
        var actual = Check(node.Variant);
        var type = actual is null ? null : Unfold(actual) as VariantType;
        var right = actual is not null;
        if (actual is not null && type is null && actual.Kind != EastTypeKind.Never)
        {
            Report(node.Variant, CheckMessages.ExpectedKind("what is matched", "a Variant", actual));
            right = false;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Cases)
        {
            var index = type?.IndexOf(item.Case) ?? -1;
            if (!seen.Add(item.Case)) Report(item.Variable, CheckMessages.RepeatedCase(item.Case));
            else if (type is not null && index < 0) Report(item.Variable, CheckMessages.NoCase(item.Case, type));
            Scope.Enter();
            Bind(item.Variable, index < 0 ? null : type!.Cases[index].Type, $"the payload of '{item.Case}'");
            right &= Expect(item.Body, node.Type, $"the case '{item.Case}'");
            Scope.Leave();
        }
        foreach (var missing in type?.Cases.Where(c => !seen.Contains(c.Name)) ?? []) Report(node, CheckMessages.MissingCase(missing.Name));
        return Known(node, right);
    }

    private EastType? CheckLoop(LoopNode node)
    {
        var right = Says(node, EastType.Null, "the loop");
        switch (node)
        {
            case WhileNode loop:
                right &= Expect(loop.Predicate, EastType.Boolean, "the condition");
                CheckIteration(loop);
                break;
            case ForArrayNode loop:
                var array = Iterated<ArrayType>(loop.Array, "an Array");
                CheckIteration(loop, (loop.Key, EastType.Integer, "the index"), (loop.Value, array?.Element, "the element"));
                break;
            case ForSetNode loop:
                CheckIteration(loop, (loop.Key, Iterated<SetType>(loop.Set, "a Set")?.Key, "the key"));
                break;
            case ForDictNode loop:
                var dict = Iterated<DictType>(loop.Dict, "a Dict");
                CheckIteration(loop, (loop.Key, dict?.Key, "the key"), (loop.Value, dict?.Value, "the value"));
                break;
        }
        return Known(node, right);
    }

    private T? Iterated<T>(IrNode node, string what)
        where T : EastType
    {
        var actual = Check(node);
        if (actual is not null and not T && actual.Kind != EastTypeKind.Never) Report(node, CheckMessages.ExpectedKind("what the loop goes through", what, actual));
        return actual is null ? null : Unfold(actual) as T;
    }

    private void CheckIteration(LoopNode loop, params ReadOnlySpan<(VariableNode Variable, EastType? Type, string What)> variables)
    {
        Scope.Enter();
        Scope.EnterLoop(loop.Label.Name);
        foreach (var (variable, type, what) in variables) Bind(variable, type, what);
        Check(loop.Body);
        Scope.LeaveLoop();
        Scope.Leave();
    }

    private EastType? CheckJump(IrNode node, IrLabel label)
    {
        if (!Scope.HasLoop(label.Name))
        {
            var outside = false;
            for (var outer = Scope.Outer; outer is not null; outer = outer.Outer) outside |= outer.HasLoop(label.Name);
            Report(node, outside ? CheckMessages.LoopOutsideFunction(label.Name) : CheckMessages.NoLoop(label.Name));
        }
        return Known(node, Says(node, EastType.Never, node is BreakNode ? "Break" : "Continue"));
    }

    private EastType? CheckError(ErrorNode node)
    {
        Expect(node.Message, EastType.String, "the message");
        return Known(node, Says(node, EastType.Never, "Error"));
    }

    private EastType? CheckTryCatch(TryCatchNode node)
    {
        var right = ExpectInScope(node.Try, node.Type, "the try");
        Scope.Enter();
        Bind(node.Message, EastType.String, "the message");
        Bind(node.Stack, IrTypes.ErrorStack, "the stack");
        right &= Expect(node.Catch, node.Type, "the catch");
        Scope.Leave();
        Scope.Enter();
        Check(node.Finally);
        Scope.Leave();
        return Known(node, right);
    }

    private bool ExpectInScope(IrNode node, EastType expected, string what)
    {
        Scope.Enter();
        var right = Expect(node, expected, what);
        Scope.Leave();
        return right;
    }
}
