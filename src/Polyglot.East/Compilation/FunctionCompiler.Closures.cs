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
            if (_survey.HasLoop && function.Captures.Length == 0) EmitKeptDelegate(function, type);
            else EmitNewDelegate(function, type);
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
        _il.Emit(OpCodes.Call, Clr.Generic(typeof(Delegates), nameof(Delegates.Adapted), type));
        _il.Emit(OpCodes.Stloc, call);
        _il.MarkLabel(end);
        _il.Emit(OpCodes.Ldloc, call);
        Return(value);
        Return(closure);
        Return(call);
    }

    /// <summary>The delegate of a function without captures in a function that loops: one is made at most, and kept.</summary>
    private void EmitKeptDelegate(FunctionNode node, Type type)
    {
        var (kept, known) = (_il.DeclareLocal(type), DefineLabel());
        _il.Emit(OpCodes.Ldloc, kept);
        _il.Emit(OpCodes.Brtrue, known);
        EmitNewDelegate(node, type);
        _il.Emit(OpCodes.Stloc, kept);
        _il.MarkLabel(known);
        _il.Emit(OpCodes.Ldloc, kept);
    }

    private void EmitNewDelegate(FunctionNode node, Type type)
    {
        var captured = node.Captures.Select(capture => _scope.Find(capture.Name)).ToArray();
        var inner = captured.Select((binding, i) => new BoundVariable(binding.Type, Storage.Captured, binding.IsCell, Index: i)).ToArray();
        var closure = ClosureOf(inner);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(closure));
        EmitCopy(nameof(Closure.Run));
        EmitCopy(nameof(Closure.Constants));
        if (closure == typeof(ClosureOfMany)) EmitManyCaptured(captured);
        else EmitCapturedFields(captured, closure);
        _il.Emit(OpCodes.Ldftn, _program.Function(node, inner));
        _il.Emit(OpCodes.Newobj, type.GetConstructors()[0]);
    }

    private void EmitCapturedFields(BoundVariable[] captured, Type closure)
    {
        for (var i = 0; i < captured.Length; i++)
        {
            _il.Emit(OpCodes.Dup);
            EmitPlace(captured[i]);
            _il.Emit(OpCodes.Stfld, Clr.Field(closure, $"F{i + 1}"));
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
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(ClosureOfMany), nameof(ClosureOfMany.Captured)));
    }

    /// <summary>A field of the closure on the stack gets what this function's closure has there.</summary>
    private void EmitCopy(string field)
    {
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(Closure), field));
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(Closure), field));
    }

    /// <summary>A captured variable of this function: its value or its cell.</summary>
    private void EmitCaptured(BoundVariable binding)
    {
        var (closure, type) = (ClosureOf(_captured), binding.IsCell ? CellOf(binding.Type) : binding.Type);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Call, Clr.As(closure));
        if (closure == typeof(ClosureOfMany))
        {
            _il.Emit(OpCodes.Ldfld, Clr.Field(closure, nameof(ClosureOfMany.Captured)));
            _il.Emit(OpCodes.Ldc_I4, binding.Index);
            _il.Emit(OpCodes.Ldelem_Ref);
            Convert(typeof(object), type);
            return;
        }
        _il.Emit(OpCodes.Ldfld, Clr.Field(closure, $"F{binding.Index + 1}"));
        if (!type.IsValueType) _il.Emit(OpCodes.Call, Clr.As(type));
    }

    private static Type ClosureOf(IEnumerable<BoundVariable> captured) =>
        Closure.For([.. captured.Select(binding => binding.IsCell ? typeof(object) : FieldStruct.AsField(binding.Type))]);
}
