using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Block, IfElse, Match. A result of null asks for the effects only.</summary>
internal sealed partial class FunctionCompiler
{
    private void EmitBlock(BlockNode node, Type? result)
    {
        OpenScope();
        for (var i = 0; i < node.Statements.Length; i++)
        {
            if (result is not null && i == node.Statements.Length - 1) Emit(node.Statements[i], result);
            else EmitVoid(node.Statements[i]);
        }
        CloseScope();
    }

    private void EmitIfElse(IfElseNode node, Type? result)
    {
        var end = DefineLabel();
        var value = result is null ? null : Rent(result);
        foreach (var branch in node.Branches)
        {
            var next = DefineLabel();
            Emit(branch.Predicate, typeof(bool));
            _il.Emit(OpCodes.Brfalse, next);
            EmitBranch(branch.Body, value);
            _il.Emit(OpCodes.Br, end);
            _il.MarkLabel(next);
        }
        EmitBranch(node.Else, value);
        _il.MarkLabel(end);
        EmitResult(value);
    }

    private void EmitMatch(MatchNode node, Type? result)
    {
        var type = (VariantType)node.Variant.Type;
        var (variant, end) = (Rent(typeof(EastVariant)), DefineLabel());
        var value = result is null ? null : Rent(result);
        Emit(node.Variant, typeof(EastVariant));
        _il.Emit(OpCodes.Stloc, variant);
        if (node.Cases.Length > 1) EmitSelect(node, type, variant, value, end);
        else if (node.Cases.Length == 1) EmitCase(node.Cases[0], type, variant, value);
        if (node.Cases.Length == 0) EmitUnreachable();
        _il.MarkLabel(end);
        EmitResult(value);
        Return(variant);
    }

    private void EmitSelect(MatchNode node, VariantType type, LocalBuilder variant, LocalBuilder? value, Label end)
    {
        var labels = type.Cases.Select(_ => DefineLabel()).ToArray();
        _il.Emit(OpCodes.Ldloc, variant);
        EmitConstant(type, typeof(VariantType));
        _il.Emit(OpCodes.Call, Clr.Method(typeof(EastVariant), nameof(EastVariant.IndexIn)));
        _il.Emit(OpCodes.Switch, labels);
        EmitUnreachable();
        foreach (var item in node.Cases)
        {
            _il.MarkLabel(labels[type.IndexOf(item.Case)]);
            EmitCase(item, type, variant, value);
            _il.Emit(OpCodes.Br, end);
        }
        foreach (var missing in type.Cases.Where(c => node.Cases.All(item => item.Case != c.Name)))
        {
            _il.MarkLabel(labels[missing.Index]);
            EmitUnreachable();
        }
    }

    private void EmitCase(MatchCase item, VariantType type, LocalBuilder variant, LocalBuilder? value)
    {
        OpenScope();
        var payload = Clr.Part(type, type.IndexOf(item.Case));
        if (payload == typeof(EastNull))
        {
            EmitNull();
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, variant);
            _il.Emit(OpCodes.Call, Clr.Getter(typeof(EastVariant), nameof(EastVariant.Payload)));
            Convert(typeof(object), payload);
        }
        Convert(payload, Clr.Held(item.Variable.Type));
        Bind(item.Variable, Clr.Held(item.Variable.Type));
        EmitInto(item.Body, value);
        CloseScope();
    }

    /// <summary>The value of a node in a scope of its own, into a local.</summary>
    private void EmitBranch(IrNode node, LocalBuilder? value)
    {
        OpenScope();
        EmitInto(node, value);
        CloseScope();
    }

    private void EmitInto(IrNode node, LocalBuilder? value)
    {
        if (value is null)
        {
            EmitVoid(node);
            return;
        }
        Emit(node, value.LocalType);
        _il.Emit(OpCodes.Stloc, value);
    }

    private void EmitResult(LocalBuilder? value)
    {
        if (value is null) return;
        _il.Emit(OpCodes.Ldloc, value);
        Return(value);
    }
}
