using System.Globalization;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Prints one value as East text.</summary>
internal sealed class EastTextPrinter(TextWriter to)
{
    private readonly Dictionary<object, Place> _places = new(ReferenceEqualityComparer.Instance);

    public void Print(TypeNode type, object? value) => Print(type, value, Place.Root());

    /// <summary>The text of the step to a place, as references write it.</summary>
    public static string StepText(Place place) => place.Step switch
    {
        PlaceStep.Field or PlaceStep.Case => "." + TypeText.Identifier(place.Name!),
        PlaceStep.Element => $"[{place.IndexText}]",
        PlaceStep.Content => "[]",
        _ => $"[{EastText.Print(place.KeyOfValue.Type, place.KeyOfValue.Value)}]",
    };

    private void Print(TypeNode node, object? value, Place place)
    {
        switch (node.Type.Kind)
        {
            case EastTypeKind.Null: to.Write("null"); break;
            case EastTypeKind.Boolean: to.Write((bool)value! ? "true" : "false"); break;
            case EastTypeKind.Integer: PrintInteger((long)value!); break;
            case EastTypeKind.Float: to.Write(FloatText.East((double)value!, stackalloc char[FloatText.MaxLength])); break;
            case EastTypeKind.String: QuotedText.Write(to, (string)value!); break;
            case EastTypeKind.DateTime: to.Write(CalendarText.East(((EastDateTime)value!).Milliseconds)); break;
            case EastTypeKind.Blob: HexText.Write(to, ((EastBlob)value!).Span); break;
            case EastTypeKind.Struct: PrintStruct(node, (StructType)node.Type, (EastStruct)value!, place); break;
            case EastTypeKind.Variant: PrintVariant(node, (VariantType)node.Type, (EastVariant)value!, place); break;
            case EastTypeKind.Function or EastTypeKind.AsyncFunction: PrintFunction((FunctionType)node.Type); break;
            case EastTypeKind.Never: throw new InvalidOperationException("type Never has no values to print");
            default: PrintContainer(node, value!, place); break;
        }
    }

    private void PrintInteger(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        to.Write(digits[..length]);
    }

    private void PrintContainer(TypeNode node, object container, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_places.TryAdd(container, place))
        {
            PrintReference(place, _places[container]);
            return;
        }
        switch (node.Type)
        {
            case RefType:
                to.Write('&');
                Print(node.Parts[0], ((IEastRef)container).Value, place.Content());
                break;
            case ArrayType:
                PrintArray(node.Parts[0], (IEastArray)container, place);
                break;
            case SetType:
                PrintSet(node.Parts[0], (IEastSet)container, place);
                break;
            default:
                PrintDict(node, (DictType)node.Type, (IEastDict)container, place);
                break;
        }
    }

    private void PrintReference(Place from, Place target)
    {
        var (up, down) = from.To(target);
        to.Write(up.ToString(CultureInfo.InvariantCulture));
        to.Write('#');
        foreach (var step in down) to.Write(StepText(step));
    }

    private void PrintArray(TypeNode element, IEastArray array, Place place)
    {
        to.Write('[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0) to.Write(", ");
            Print(element, array[i], element.MayHoldContainers ? place.Element(i) : place);
        }
        to.Write(']');
    }

    private void PrintSet(TypeNode key, IEastSet set, Place place)
    {
        to.Write('{');
        var isFirst = true;
        foreach (var item in set.Keys)
        {
            if (!isFirst) to.Write(',');
            isFirst = false;
            Print(key, item, place);
        }
        to.Write('}');
    }

    private void PrintDict(TypeNode node, DictType type, IEastDict dict, Place place)
    {
        to.Write('{');
        if (dict.Count == 0) to.Write(':');
        var i = 0;
        foreach (var (key, value) in dict.Entries)
        {
            if (i > 0) to.Write(',');
            Print(node.Parts[0], key, place);
            to.Write(':');
            Print(node.Parts[1], value, node.Parts[1].MayHoldContainers ? place.Value(i, key, type.Key) : place);
            i++;
        }
        to.Write('}');
    }

    private void PrintStruct(TypeNode node, StructType type, EastStruct value, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        to.Write('(');
        for (var i = 0; i < type.Fields.Length; i++)
        {
            if (i > 0) to.Write(", ");
            to.Write(TypeText.Identifier(type.Fields[i].Name));
            to.Write('=');
            Print(node.Parts[i], value[i], node.Parts[i].MayHoldContainers ? place.Field(type.Fields[i].Name) : place);
        }
        to.Write(')');
    }

    private void PrintVariant(TypeNode node, VariantType type, EastVariant value, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var index = value.IndexIn(type);
        if (index < 0) throw new InvalidCastException($"no case '{value.Case}' in {type}");
        to.Write('.');
        to.Write(TypeText.Identifier(value.Case));
        if (type.Cases[index].Type.Kind == EastTypeKind.Null) return;
        to.Write(' ');
        Print(node.Parts[index], value.Payload, node.Parts[index].MayHoldContainers ? place.Case(value.Case) : place);
    }

    private void PrintFunction(FunctionType type)
    {
        to.Write(type.IsAsync ? "async (" : "(");
        to.Write(string.Join(", ", type.Inputs.Select(TypeText.Print)));
        to.Write(") => ");
        to.Write(TypeText.Print(type.Output));
    }
}
