using System.Collections.Immutable;
using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Struct and GetField.</summary>
internal sealed partial class FunctionCompiler
{
    private void EmitStruct(StructNode node)
    {
        var type = (StructType)node.Type;
        var parts = Clr.Parts(type);
        var fields = InTypeOrder(type, node.Fields);
        if (FieldStruct.For(parts) is { } made)
        {
            EmitOperands(fields, i => parts[i], () => EmitConstant(type, typeof(StructType)));
            _il.Emit(OpCodes.Newobj, Clr.Constructor(made));
            return;
        }
        var values = Rent(typeof(object[]));
        _il.Emit(OpCodes.Ldc_I4, fields.Length);
        _il.Emit(OpCodes.Newarr, typeof(object));
        _il.Emit(OpCodes.Stloc, values);
        for (var i = 0; i < fields.Length; i++)
        {
            var (index, part) = (i, parts[i]);
            EmitOperands([fields[i]], _ => part, () =>
            {
                _il.Emit(OpCodes.Ldloc, values);
                _il.Emit(OpCodes.Ldc_I4, index);
            });
            Convert(part, typeof(object));
            _il.Emit(OpCodes.Stelem_Ref);
        }
        EmitConstant(type, typeof(StructType));
        _il.Emit(OpCodes.Ldloc, values);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(typeof(BoxedStruct)));
        Return(values);
    }

    /// <summary>A load of a CLR field where the struct was made by a program with the same kinds of fields; else by position.</summary>
    private Type EmitGetField(GetFieldNode node)
    {
        var type = (StructType)node.Struct.Type;
        var index = type.IndexOf(node.Name);
        var parts = Clr.Parts(type);
        var (wanted, made) = (parts[index], FieldStruct.For(parts));
        Emit(node.Struct, typeof(EastStruct));
        if (made is not null)
        {
            var (value, known, slow, end) = (Rent(typeof(EastStruct)), Rent(made), DefineLabel(), DefineLabel());
            var field = Rent(wanted);
            _il.Emit(OpCodes.Stloc, value);
            _il.Emit(OpCodes.Ldloc, value);
            _il.Emit(OpCodes.Isinst, made);
            _il.Emit(OpCodes.Stloc, known);
            _il.Emit(OpCodes.Ldloc, known);
            _il.Emit(OpCodes.Brfalse, slow);
            _il.Emit(OpCodes.Ldloc, known);
            _il.Emit(OpCodes.Ldfld, Clr.Field(made, $"F{index + 1}"));
            if (!wanted.IsValueType) _il.Emit(OpCodes.Call, Clr.As(wanted));
            _il.Emit(OpCodes.Stloc, field);
            _il.Emit(OpCodes.Br, end);
            _il.MarkLabel(slow);
            _il.Emit(OpCodes.Ldloc, value);
            EmitRead(index, wanted);
            _il.Emit(OpCodes.Stloc, field);
            _il.MarkLabel(end);
            _il.Emit(OpCodes.Ldloc, field);
            Return(value);
            Return(known);
            Return(field);
        }
        else
        {
            EmitRead(index, wanted);
        }
        return wanted;
    }

    private void EmitRead(int index, Type wanted)
    {
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Call, Clr.Generic(typeof(FieldStruct), nameof(FieldStruct.Read), wanted));
    }

    /// <summary>
    /// Checked programs write the fields in the order of the type, which is then also the order of evaluation.
    /// </summary>
    private static IrNode[] InTypeOrder(StructType type, ImmutableArray<StructPart> fields)
    {
        var ordered = new IrNode[type.Fields.Length];
        foreach (var (name, value) in fields) ordered[type.IndexOf(name)] = value;
        return ordered;
    }
}
