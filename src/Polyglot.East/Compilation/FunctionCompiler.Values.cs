using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Value, NewRef, NewArray, NewSet, NewDict, Variant.</summary>
internal sealed partial class FunctionCompiler
{
    private void EmitLiteral(ValueNode node)
    {
        switch (node.Value)
        {
            case long value: _il.Emit(OpCodes.Ldc_I8, value); break;
            case double value: _il.Emit(OpCodes.Ldc_R8, value); break;
            case bool value: _il.Emit(value ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0); break;
            case string value when _program.MayInline(value): _il.Emit(OpCodes.Ldstr, value); break;
            case EastDateTime value:
                _il.Emit(OpCodes.Ldc_I8, value.Milliseconds);
                _il.Emit(OpCodes.Newobj, Clr.Constructor(typeof(EastDateTime), typeof(long)));
                break;
            default: EmitConstant(node.Value, node.Value.GetType()); break;
        }
    }

    private Type EmitNewRef(NewRefNode node)
    {
        var content = Clr.Part(node.Type, 0);
        var type = typeof(EastRef<>).MakeGenericType(content);
        Emit(node.Value, content);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(type));
        return type;
    }

    private Type EmitNewArray(NewArrayNode node)
    {
        var element = Clr.Part(node.Type, 0);
        var items = Rent(element.MakeArrayType());
        _il.Emit(OpCodes.Ldc_I4, node.Values.Length);
        _il.Emit(OpCodes.Newarr, element);
        _il.Emit(OpCodes.Stloc, items);
        for (var i = 0; i < node.Values.Length; i++)
        {
            var (index, value) = (i, node.Values[i]);
            EmitOperands([value], _ => element, () =>
            {
                _il.Emit(OpCodes.Ldloc, items);
                _il.Emit(OpCodes.Ldc_I4, index);
            });
            _il.Emit(OpCodes.Stelem, element);
        }
        _il.Emit(OpCodes.Ldloc, items);
        _il.Emit(OpCodes.Call, Clr.Generic(typeof(EastArray), nameof(EastArray.Wrap), element));
        Return(items);
        return typeof(EastArray<>).MakeGenericType(element);
    }

    private Type EmitNewSet(NewSetNode node)
    {
        var key = Clr.Part(node.Type, 0);
        var type = typeof(EastSet<>).MakeGenericType(key);
        var set = EmitNewSorted(type, key, ((SetType)node.Type).Key);
        foreach (var value in node.Values)
        {
            EmitOperands([value], _ => key, () => _il.Emit(OpCodes.Ldloc, set));
            _il.Emit(OpCodes.Call, type.GetMethod(nameof(EastSet<>.Add))!);
            _il.Emit(OpCodes.Pop);
        }
        _il.Emit(OpCodes.Ldloc, set);
        Return(set);
        return type;
    }

    private Type EmitNewDict(NewDictNode node)
    {
        var parts = Clr.Parts(node.Type);
        var type = typeof(EastDict<,>).MakeGenericType(parts);
        var dict = EmitNewSorted(type, parts[0], ((DictType)node.Type).Key);
        foreach (var entry in node.Entries)
        {
            EmitOperands([entry.Key, entry.Value], i => parts[i], () => _il.Emit(OpCodes.Ldloc, dict));
            _il.Emit(OpCodes.Call, type.GetProperty("Item")!.SetMethod!);
        }
        _il.Emit(OpCodes.Ldloc, dict);
        Return(dict);
        return type;
    }

    /// <summary>A fresh Set or Dict in a local.</summary>
    private LocalBuilder EmitNewSorted(Type type, Type key, EastType keyType)
    {
        var order = typeof(IComparer<>).MakeGenericType(key);
        var container = Rent(type);
        EmitConstant(Orders.Of(keyType), order);
        _il.Emit(OpCodes.Newobj, Clr.Constructor(type, order));
        _il.Emit(OpCodes.Stloc, container);
        return container;
    }

    private void EmitVariant(VariantNode node)
    {
        var type = (VariantType)node.Type;
        var tag = type.Cases[type.IndexOf(node.Case)];
        if (tag.Type.Kind == EastTypeKind.Null)
        {
            EmitVoid(node.Value);
            EmitConstant(_program.Case(tag), typeof(EastVariant));
            return;
        }
        EmitOperands([node.Value], _ => Clr.Part(type, tag.Index), () => EmitConstant(tag, typeof(VariantCase)));
        Convert(Clr.Part(type, tag.Index), typeof(object));
        _il.Emit(OpCodes.Newobj, Clr.Constructor(typeof(EastVariant), typeof(VariantCase), typeof(object)));
    }
}
