using System.Reflection;
using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Variable, Let, Assign, and the scopes they live in.</summary>
internal sealed partial class FunctionCompiler
{
    private Type EmitVariable(VariableNode node)
    {
        var binding = _scope.Find(node.Name);
        EmitPlace(binding);
        if (binding.IsCell) _il.Emit(OpCodes.Ldfld, CellValue(binding.Type));
        return binding.Type;
    }

    private void EmitLet(LetNode node)
    {
        var type = Clr.Held(node.Variable.Type);
        Emit(node.Value, type);
        Bind(node.Variable, type);
    }

    private void EmitAssign(AssignNode node)
    {
        var binding = _scope.Find(node.Variable.Name);
        if (binding.IsCell)
        {
            EmitOperands([node.Value], _ => binding.Type, () => EmitPlace(binding));
            _il.Emit(OpCodes.Stfld, CellValue(binding.Type));
            return;
        }
        Emit(node.Value, binding.Type);
        switch (binding.Storage)
        {
            case Storage.Local: _il.Emit(OpCodes.Stloc, binding.Local!); break;
            case Storage.Argument: _il.Emit(OpCodes.Starg, (short)binding.Index); break;
            default: throw new InvalidOperationException($"variable '{node.Variable.Name}' is captured by value and cannot be assigned");
        }
    }

    /// <summary>Binds a variable in the innermost scope to the value on the stack. One that is assigned and captured gets a new cell.</summary>
    private void Bind(VariableNode variable, Type type)
    {
        var isCell = variable.IsMutable && _survey.IsShared(variable.Name);
        if (isCell) EmitNewCell(type);
        var local = Rent(isCell ? CellOf(type) : type);
        _il.Emit(OpCodes.Stloc, local);
        _scope.Bind(variable.Name, new BoundVariable(type, Storage.Local, isCell, local));
    }

    /// <summary>A new cell with the value on the stack.</summary>
    private void EmitNewCell(Type type)
    {
        var value = Rent(type);
        _il.Emit(OpCodes.Stloc, value);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(CellOf(type)));
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Stfld, CellValue(type));
        Return(value);
    }

    /// <summary>What is at the place of a variable: its value or its cell.</summary>
    private void EmitPlace(BoundVariable binding)
    {
        switch (binding.Storage)
        {
            case Storage.Local: _il.Emit(OpCodes.Ldloc, binding.Local!); break;
            case Storage.Argument: _il.Emit(OpCodes.Ldarg, (short)binding.Index); break;
            default: EmitCaptured(binding); break;
        }
    }

    private void OpenScope() => _scope = new Scope(_scope);

    private void CloseScope()
    {
        foreach (var binding in _scope.Own)
            if (binding.Local is { } local) Return(local);
        _scope = _scope.Outer!;
    }

    private static Type CellOf(Type type) => typeof(Cell<>).MakeGenericType(type);

    private static FieldInfo CellValue(Type type) => Clr.Field(CellOf(type), nameof(Cell<>.Value));
}
