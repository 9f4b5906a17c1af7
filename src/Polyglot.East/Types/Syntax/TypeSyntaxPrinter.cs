using System.Text;

namespace Polyglot.East;

/// <summary>Prints one type in the friendly syntax.</summary>
internal sealed class TypeSyntaxPrinter
{
    private readonly StringBuilder _text = new();

    /// <summary>The names of the enclosing constructors, innermost last; null for those that nothing points at.</summary>
    private readonly List<string?> _enclosing = [];

    private int _binders;

    public string Print(EastType type)
    {
        Append(type);
        return _text.ToString();
    }

    private void Append(EastType type)
    {
        if (type is RecursiveType back)
        {
            _text.Append(back.Levels <= _enclosing.Count ? _enclosing[^back.Levels] : "Self");
            return;
        }
        if (!TypeParts.IsConstructor(type))
        {
            _text.Append(type.Kind);
            return;
        }
        string? binder = null;
        if (TypeParts.IsBinder(type))
        {
            binder = ++_binders == 1 ? "Self" : $"Self{_binders}";
            _text.Append("Recursive<").Append(binder).Append(" = ");
        }
        _enclosing.Add(binder);
        AppendConstructor(type);
        _enclosing.RemoveAt(_enclosing.Count - 1);
        if (binder is null) return;
        _binders--;
        _text.Append('>');
    }

    private void AppendConstructor(EastType type)
    {
        switch (type)
        {
            case VariantType { OptionContent: { } content }:
                AppendArguments("Option", [content]);
                break;
            case RefType t:
                AppendArguments("Ref", [t.Content]);
                break;
            case ArrayType t:
                AppendArguments("Array", [t.Element]);
                break;
            case SetType t:
                AppendArguments("Set", [t.Key]);
                break;
            case DictType t:
                AppendArguments("Dict", [t.Key, t.Value]);
                break;
            case StructType t:
                _text.Append("Struct<");
                for (var i = 0; i < t.Fields.Length; i++) AppendNamed(i, t.Fields[i].Name, t.Fields[i].Type, nullIsSilent: false);
                _text.Append('>');
                break;
            case VariantType t:
                _text.Append("Variant<");
                for (var i = 0; i < t.Cases.Length; i++) AppendNamed(i, t.Cases[i].Name, t.Cases[i].Type, nullIsSilent: true);
                _text.Append('>');
                break;
            case FunctionType t:
                _text.Append(t.IsAsync ? "async (" : "(");
                for (var i = 0; i < t.Inputs.Length; i++)
                {
                    if (i > 0) _text.Append(", ");
                    Append(t.Inputs[i]);
                }
                _text.Append(") => ");
                Append(t.Output);
                break;
        }
    }

    private void AppendArguments(string name, ReadOnlySpan<EastType> arguments)
    {
        _text.Append(name).Append('<');
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i > 0) _text.Append(", ");
            Append(arguments[i]);
        }
        _text.Append('>');
    }

    private void AppendNamed(int index, string name, EastType type, bool nullIsSilent)
    {
        if (index > 0) _text.Append(", ");
        _text.Append(TypeText.Identifier(name));
        if (nullIsSilent && type.Kind == EastTypeKind.Null) return;
        _text.Append(": ");
        Append(type);
    }
}
