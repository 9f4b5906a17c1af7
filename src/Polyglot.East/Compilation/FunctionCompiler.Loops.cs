using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>While, ForArray, ForSet, ForDict.</summary>
internal sealed partial class FunctionCompiler
{
    private void EmitWhile(WhileNode node)
    {
        var loop = OpenLoop(node.Label);
        Emit(node.Predicate, typeof(bool));
        _il.Emit(OpCodes.Brfalse, loop.Break.Label);
        EmitBranch(node.Body, null);
        _il.MarkLabel(loop.Continue.Label);
        CloseLoop(loop);
    }

    private void EmitForArray(ForArrayNode node)
    {
        var element = Clr.Part(node.Array.Type, 0);
        var type = typeof(EastArray<>).MakeGenericType(element);
        var (array, index) = (Rent(type), Rent(typeof(int)));
        Emit(node.Array, type);
        _il.Emit(OpCodes.Stloc, array);
        OpenLock(array);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, index);
        var loop = OpenLoop(node.Label);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldloc, array);
        _il.Emit(OpCodes.Call, Clr.Getter(type, nameof(EastArray<>.Count)));
        _il.Emit(OpCodes.Bge, loop.Break.Label);
        OpenScope();
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Conv_I8);
        BindAs(node.Key, typeof(long));
        _il.Emit(OpCodes.Ldloc, array);
        _il.Emit(OpCodes.Ldfld, Clr.Field(type, "_items"));
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldelem, element);
        BindAs(node.Value, element);
        EmitVoid(node.Body);
        CloseScope();
        _il.MarkLabel(loop.Continue.Label);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, index);
        CloseLoop(loop);
        CloseLock(array);
        Return(array);
        Return(index);
    }

    private void EmitForSet(ForSetNode node)
    {
        var key = Clr.Part(node.Set.Type, 0);
        EmitForSorted(node, node.Set, typeof(EastSet<>).MakeGenericType(key), [key, typeof(EastNull)], [node.Key]);
    }

    private void EmitForDict(ForDictNode node)
    {
        var parts = Clr.Parts(node.Dict.Type);
        EmitForSorted(node, node.Dict, typeof(EastDict<,>).MakeGenericType(parts), parts, [node.Key, node.Value]);
    }

    private void EmitForSorted(LoopNode node, IrNode container, Type type, Type[] parts, VariableNode[] variables)
    {
        var sorted = typeof(SortedKeys<,>).MakeGenericType(parts);
        var enumerator = typeof(SortedKeys<,>.Enumerator).MakeGenericType(parts);
        var pair = typeof(KeyValuePair<,>).MakeGenericType(parts);
        var (held, entries, entry) = (Rent(type), Rent(enumerator), Rent(pair));
        Emit(container, type);
        _il.Emit(OpCodes.Stloc, held);
        OpenLock(held);
        _il.Emit(OpCodes.Ldloc, held);
        _il.Emit(OpCodes.Call, Clr.Getter(type, "Sorted"));
        _il.Emit(OpCodes.Call, Clr.Method(sorted, "GetEnumerator"));
        _il.Emit(OpCodes.Stloc, entries);
        var loop = OpenLoop(node.Label);
        _il.Emit(OpCodes.Ldloca, entries);
        _il.Emit(OpCodes.Call, Clr.Method(enumerator, "MoveNext"));
        _il.Emit(OpCodes.Brfalse, loop.Break.Label);
        OpenScope();
        _il.Emit(OpCodes.Ldloca, entries);
        _il.Emit(OpCodes.Call, Clr.Getter(enumerator, "Current"));
        _il.Emit(OpCodes.Stloc, entry);
        for (var i = 0; i < variables.Length; i++)
        {
            _il.Emit(OpCodes.Ldloca, entry);
            _il.Emit(OpCodes.Call, Clr.Getter(pair, i == 0 ? "Key" : "Value"));
            BindAs(variables[i], parts[i]);
        }
        EmitVoid(node.Body);
        CloseScope();
        _il.MarkLabel(loop.Continue.Label);
        CloseLoop(loop);
        CloseLock(held);
        Return(held);
        Return(entries);
        Return(entry);
    }

    /// <summary>Binds a variable of a loop to the value on the stack.</summary>
    private void BindAs(VariableNode variable, Type type)
    {
        var held = Clr.Held(variable.Type);
        Convert(type, held);
        Bind(variable, held);
    }

    /// <summary>
    /// Opens a loop; what tests whether there is another iteration comes next. Iterations are counted in a register, and taken off the run's
    /// steps in bundles. Nothing here calls and comes back, so that the loop has all registers to itself.
    /// </summary>
    private Loop OpenLoop(IrLabel label)
    {
        var loop = new Loop(label.Name, NewTarget(), NewTarget(), DefineLabel(), DefineLabel(), Rent(typeof(int)));
        _loops.Add(loop);
        _il.MarkLabel(loop.Again);
        _il.Emit(OpCodes.Ldc_I4, EastRun.Lease);
        _il.Emit(OpCodes.Stloc, loop.Lease);
        _il.MarkLabel(loop.Test);
        return loop;
    }

    /// <summary>The end of an iteration, and of the loop.</summary>
    private void CloseLoop(Loop loop)
    {
        _il.Emit(OpCodes.Ldloc, loop.Lease);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, loop.Lease);
        _il.Emit(OpCodes.Ldloc, loop.Lease);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Bgt, loop.Test);
        EmitSpend(() => _il.Emit(OpCodes.Ldc_I4, EastRun.Lease));
        _il.Emit(OpCodes.Br, loop.Again);
        _il.MarkLabel(loop.Break.Label);
        EmitSpend(() =>
        {
            _il.Emit(OpCodes.Ldc_I4, EastRun.Lease);
            _il.Emit(OpCodes.Ldloc, loop.Lease);
            _il.Emit(OpCodes.Sub);
        });
        Return(loop.Lease);
        _loops.RemoveAt(_loops.Count - 1);
    }

    /// <summary>Locks a container (spec 4.6) until <see cref="CloseLock"/>, however that is reached.</summary>
    private void OpenLock(LocalBuilder container)
    {
        EmitAddLocks(container, OpCodes.Add);
        _il.BeginExceptionBlock();
        _regions.Push(new Region());
    }

    private void CloseLock(LocalBuilder container)
    {
        _regions.Pop();
        _il.BeginFinallyBlock();
        EmitAddLocks(container, OpCodes.Sub);
        _il.EndExceptionBlock();
    }

    private void EmitAddLocks(LocalBuilder container, OpCode operation)
    {
        _il.Emit(OpCodes.Ldloc, container);
        _il.Emit(OpCodes.Ldloc, container);
        _il.Emit(OpCodes.Call, Clr.Getter(container.LocalType, "Locks"));
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(operation);
        _il.Emit(OpCodes.Call, Clr.Method(container.LocalType, "set_Locks"));
    }
}
