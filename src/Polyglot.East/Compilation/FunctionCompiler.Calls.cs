using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Call, CallAsync, Builtin, Platform. Asynchronous calls block until the result is there (spec 4.7).</summary>
internal sealed partial class FunctionCompiler
{
    private Type EmitCall(CallNode node)
    {
        var type = (FunctionType)node.Function.Type;
        var parts = Clr.Parts(type);
        var @delegate = ClrTypes.DelegateOf(type);
        var outer = _point;
        SetPoint(new ErrorPoint(node.Location, PointKind.Call, outer));
        EmitOperands([node.Function, .. node.Arguments], i => i == 0 ? @delegate : parts[i - 1]);
        _il.Emit(OpCodes.Callvirt, Clr.Method(@delegate, "Invoke"));
        SetPoint(outer);
        return parts[^1];
    }

    /// <summary>The site of a builtin, for the method that it has.</summary>
    public void EmitSite(BuiltinNode node)
    {
        BuiltinTable.TryGet(node.Builtin, out var definition);
        EmitConstant(SiteOf(definition!, node), typeof(BuiltinSite));
    }

    private Type EmitBuiltin(BuiltinNode node)
    {
        if (Intrinsic.TryEmit(this, node) is { } inline) return inline;
        if (!BuiltinTable.TryGet(node.Builtin, out var definition)) throw new InvalidOperationException($"no builtin '{node.Builtin}'");
        var method = Clr.Generic(definition.Method, [.. node.TypeParameters.Select(Clr.Held)]);
        var parameters = method.GetParameters();
        var site = SiteOf(definition, node);
        var first = definition.TakesSite ? 1 : 0;
        EmitOperands(node.Arguments, i => parameters[i + first].ParameterType, definition.TakesSite ? () => EmitConstant(site, typeof(BuiltinSite)) : null);
        var outer = _point;
        if (!definition.IsInfallible) SetPoint(new ErrorPoint(node.Location, PointKind.Builtin, outer) { Site = site });
        _il.Emit(OpCodes.Call, method);
        if (!definition.IsInfallible) SetPoint(outer);
        return method.ReturnType;
    }

    private void EmitPlatform(PlatformNode node)
    {
        var arguments = Rent(typeof(object[]));
        _il.Emit(OpCodes.Ldc_I4, node.Arguments.Length);
        _il.Emit(OpCodes.Newarr, typeof(object));
        _il.Emit(OpCodes.Stloc, arguments);
        for (var i = 0; i < node.Arguments.Length; i++)
        {
            var (index, type) = (i, Clr.Held(node.Arguments[i].Type));
            EmitOperands([node.Arguments[i]], _ => type, () =>
            {
                _il.Emit(OpCodes.Ldloc, arguments);
                _il.Emit(OpCodes.Ldc_I4, index);
            });
            Convert(type, typeof(object));
            _il.Emit(OpCodes.Stelem_Ref);
        }
        var outer = _point;
        SetPoint(new ErrorPoint(node.Location, PointKind.Platform, outer));
        EmitConstant(_program.Platform(node, _node.Type.IsAsync), typeof(PlatformSite));
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Ldloc, arguments);
        _il.Emit(OpCodes.Call, Clr.Generic(typeof(PlatformSite), nameof(PlatformSite.Call), Clr.Held(node.Type)));
        SetPoint(outer);
        Return(arguments);
    }

    private static BuiltinSite SiteOf(BuiltinDefinition definition, BuiltinNode node) =>
        new(definition, node.TypeParameters, node.Location, [.. node.Arguments.Select(argument => argument is ValueNode ? argument.Location : null)]);
}
