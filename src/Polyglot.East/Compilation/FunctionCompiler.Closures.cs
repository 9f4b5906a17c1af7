using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Function and AsyncFunction: closures, and the delegates that calls go through.</summary>
internal sealed partial class FunctionCompiler
{
    private void EmitClosure(FunctionNode node)
    {
        var type = ClrTypes.DelegateOf(node.Type);
        EmitConstant(node.Type, typeof(FunctionType));
        EmitConstant(node, typeof(FunctionNode));
        EmitNewDelegate(node, type);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(typeof(EastFunction<>).MakeGenericType(type)));
    }

    /// <summary>The delegate of a function. One that is written where it is used needs no closure object around it.</summary>
    private void EmitDelegate(IrNode node, Type type)
    {
        if (node is FunctionNode function && ClrTypes.DelegateOf(function.Type) == type)
        {
            EmitNewDelegate(function, type);
            return;
        }
        Emit(node, typeof(EastFunction));
        var known = typeof(EastFunction<>).MakeGenericType(type);
        var (value, closure, call) = (Rent(typeof(EastFunction)), Rent(known), Rent(type));
        var (slow, end) = (DefineLabel(), DefineLabel());
        _il.Emit(OpCodes.Stloc, value);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Isinst, known);
        _il.Emit(OpCodes.Stloc, closure);
        _il.Emit(OpCodes.Ldloc, closure);
        _il.Emit(OpCodes.Brfalse, slow);
        _il.Emit(OpCodes.Ldloc, closure);
        _il.Emit(OpCodes.Call, Clr.Getter(known, nameof(EastFunction<>.Call)));
        _il.Emit(OpCodes.Stloc, call);
        _il.Emit(OpCodes.Br, end);
        _il.MarkLabel(slow);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Call, Clr.Generic(typeof(Delegates), nameof(Delegates.Of), type));
        _il.Emit(OpCodes.Stloc, call);
        _il.MarkLabel(end);
        _il.Emit(OpCodes.Ldloc, call);
        Return(value);
        Return(closure);
        Return(call);
    }

    private void EmitNewDelegate(FunctionNode node, Type type)
    {
        var captured = node.Captures.Select(capture => _scope.Find(capture.Name)).ToArray();
        var inner = captured.Select((binding, i) => new BoundVariable(binding.Type, Storage.Captured, binding.IsCell, Index: i)).ToArray();
        var environment = EnvironmentOf(inner);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(environment));
        EmitCopy(nameof(Environment.Run));
        EmitCopy(nameof(Environment.Constants));
        if (environment == typeof(EnvironmentOfMany)) EmitManyCaptured(captured);
        else EmitCapturedFields(captured, environment);
        _il.Emit(OpCodes.Ldftn, _program.Function(node, inner));
        _il.Emit(OpCodes.Newobj, type.GetConstructors()[0]);
    }

    private void EmitCapturedFields(BoundVariable[] captured, Type environment)
    {
        for (var i = 0; i < captured.Length; i++)
        {
            _il.Emit(OpCodes.Dup);
            EmitPlace(captured[i]);
            _il.Emit(OpCodes.Stfld, Clr.Field(environment, $"F{i + 1}"));
        }
    }

    private void EmitManyCaptured(BoundVariable[] captured)
    {
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Ldc_I4, captured.Length);
        _il.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < captured.Length; i++)
        {
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Ldc_I4, i);
            EmitPlace(captured[i]);
            if (!captured[i].IsCell) Convert(captured[i].Type, typeof(object));
            _il.Emit(OpCodes.Stelem_Ref);
        }
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(EnvironmentOfMany), nameof(EnvironmentOfMany.Captured)));
    }

    /// <summary>A field of the environment on the stack gets what this function's environment has there.</summary>
    private void EmitCopy(string field)
    {
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(Environment), field));
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(Environment), field));
    }

    /// <summary>A captured variable of this function: its value or its cell.</summary>
    private void EmitCaptured(BoundVariable binding)
    {
        var (environment, type) = (EnvironmentOf(_captured), binding.IsCell ? CellOf(binding.Type) : binding.Type);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Call, Clr.As(environment));
        if (environment == typeof(EnvironmentOfMany))
        {
            _il.Emit(OpCodes.Ldfld, Clr.Field(environment, nameof(EnvironmentOfMany.Captured)));
            _il.Emit(OpCodes.Ldc_I4, binding.Index);
            _il.Emit(OpCodes.Ldelem_Ref);
            Convert(typeof(object), type);
            return;
        }
        _il.Emit(OpCodes.Ldfld, Clr.Field(environment, $"F{binding.Index + 1}"));
        if (!type.IsValueType) _il.Emit(OpCodes.Call, Clr.As(type));
    }

    private static Type EnvironmentOf(IEnumerable<BoundVariable> captured) =>
        Environment.For([.. captured.Select(binding => binding.IsCell ? typeof(object) : FieldStruct.AsField(binding.Type))]);
}
