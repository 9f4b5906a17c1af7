using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>Functions, calls, builtins and platform functions.</summary>
internal sealed partial class NodeChecker
{
    private bool InAsync => Scope.Function.Type.IsAsync;

    private EastType? CheckFunction(FunctionNode node)
    {
        foreach (var capture in node.Captures)
        {
            if (Scope.Find(capture.Name) is { } binding)
            {
                Agrees(capture, binding);
                continue;
            }
            Report(capture, ExistsOutside(capture.Name) ? CheckMessages.NotCaptured(capture.Name) : CheckMessages.CaptureUndefined(capture.Name));
            Bind(capture);
        }
        CheckBody(node);
        return node.Type;
    }

    private void CheckBody(FunctionNode node)
    {
        var (outer, type, regions) = (_scope, node.Type, _regions);
        _scope = new FunctionScope(node, outer);
        _regions = 0;
        foreach (var capture in node.Captures) Bind(capture);
        if (node.Parameters.Length != type.Inputs.Length) Report(node, CheckMessages.ParameterCount(type.Inputs.Length, node.Parameters.Length));
        for (var i = 0; i < node.Parameters.Length; i++)
            Bind(node.Parameters[i], i < type.Inputs.Length ? type.Inputs[i] : null, $"the parameter '{node.Parameters[i].Name}'");
        Expect(node.Body, type.Output, "the result of the function");
        (_scope, _regions) = (outer, regions);
    }

    private EastType? CheckCall(CallNode node)
    {
        var callee = Check(node.Function);
        if (callee is FunctionType type)
        {
            if (node.IsAsync && !InAsync) Report(node, CheckMessages.AsyncInFunction("the call"));
            if (node.IsAsync != type.IsAsync)
                Report(node, type.IsAsync ? CheckMessages.AsyncCallee(type) : CheckMessages.ExpectedKind("what CallAsync calls", "an AsyncFunction", type));
            var right = CheckArguments(node, "the function", node.Arguments, type.Inputs);
            return Known(node, Says(node, type.Output, "the result of the call") && right);
        }
        foreach (var argument in node.Arguments) Check(argument);
        if (callee is null) return null;
        return callee.Kind == EastTypeKind.Never ? node.Type : Report(node, CheckMessages.ExpectedKind("what is called", "a function", callee));
    }

    private EastType? CheckReturn(ReturnNode node)
    {
        Expect(node.Value, Scope.Function.Type.Output, "the returned value");
        return Known(node, Says(node, EastType.Never, "Return"));
    }

    private EastType? CheckBuiltin(BuiltinNode node)
    {
        if (!BuiltinTable.TryGet(node.Builtin, out var builtin))
        {
            foreach (var argument in node.Arguments) Check(argument);
            return Report(node, CheckMessages.NoBuiltin(node.Builtin, Nearest(node.Builtin)));
        }
        BuiltinSignature signature;
        try
        {
            signature = builtin.Signature(node.TypeParameters);
        }
        catch (ArgumentException refused)
        {
            foreach (var argument in node.Arguments) Check(argument);
            return Report(node, CheckMessages.BuiltinTypes(refused.Message.Split(" (Parameter")[0]));
        }
        var right = CheckArguments(node, node.Builtin, node.Arguments, signature.Inputs);
        // A node of type Null throws the result away, which hand-made programs do.
        return Known(node, (node.Type.Kind == EastTypeKind.Null || Says(node, signature.Output, $"the result of {node.Builtin}")) && right);
    }

    private bool CheckArguments(IrNode node, string what, ImmutableArray<IrNode> arguments, ImmutableArray<EastType> inputs)
    {
        var right = arguments.Length == inputs.Length;
        if (!right) Report(node, CheckMessages.ArgumentCount(what, inputs.Length, arguments.Length));
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i < inputs.Length) right &= Expect(arguments[i], inputs[i], $"argument {i + 1} of {what}");
            else Check(arguments[i]);
        }
        return right;
    }

    private EastType? CheckPlatform(PlatformNode node)
    {
        if (!platform.TryGet(node.Name, out var function))
        {
            foreach (var argument in node.Arguments) Check(argument);
            return Report(node, CheckMessages.NoPlatform(node.Name, platform.Names));
        }
        if (function.IsAsync && !InAsync) Report(node, CheckMessages.AsyncInFunction($"the platform function '{node.Name}'"));
        if (node.Arguments.Length != function.Inputs.Length)
            Report(node, CheckMessages.ArgumentCount(node.Name, function.Inputs.Length, node.Arguments.Length));
        for (var i = 0; i < node.Arguments.Length; i++)
        {
            var actual = Check(node.Arguments[i]);
            if (actual is not null && i < function.Inputs.Length && !actual.IsSubtypeOf(function.Inputs[i]))
                Report(node.Arguments[i], CheckMessages.Mismatch($"argument {i + 1} of {node.Name}", function.Inputs[i], actual));
        }
        return function.Output.IsSubtypeOf(node.Type)
            ? node.Type
            : Report(node, CheckMessages.NodeType($"the result of {node.Name}", function.Output, node.Type));
    }

    /// <summary>The builtin that was probably meant: one or two letters away.</summary>
    private static string? Nearest(string name) =>
        BuiltinTable.All.Select(b => (b.Name, Distance: EditDistance(b.Name, name))).Where(b => b.Distance <= 2)
            .OrderBy(b => b.Distance).ThenBy(b => b.Name, StringComparer.Ordinal).FirstOrDefault().Name;

    private static int EditDistance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var k = 1; k <= b.Length; k++)
            {
                var changed = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.Min(changed, 1 + Math.Min(row[k], row[k - 1]));
            }
        }
        return row[^1];
    }
}
