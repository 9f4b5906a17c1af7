using System.Globalization;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Prints one value as JSON.</summary>
internal sealed class EastJsonPrinter(TextWriter to)
{
    private readonly Dictionary<object, Place> _places = new(ReferenceEqualityComparer.Instance);

    public void Print(TypeNode type, object? value) => Print(type, value, Place.Root());

    /// <summary>The text of the step to a place, before the escapes of references.</summary>
    public static string StepText(Place place) => place.Step switch
    {
        PlaceStep.Field or PlaceStep.Case => place.Name!,
        PlaceStep.Element => place.IndexText,
        PlaceStep.Content => "0", // spec 9, quirk 12: fixed, readers take this step too
        PlaceStep.Key => "key",
        _ => "value",
    };

    private void Print(TypeNode node, object? value, Place place)
    {
        switch (node.Type.Kind)
        {
            case EastTypeKind.Null: to.Write("null"); break;
            case EastTypeKind.Boolean: to.Write((bool)value! ? "true" : "false"); break;
            case EastTypeKind.Integer: PrintInteger((long)value!); break;
            case EastTypeKind.Float: to.Write(FloatText.Json((double)value!, stackalloc char[FloatText.MaxLength])); break;
            case EastTypeKind.String: QuotedText.Write(to, (string)value!); break;
            case EastTypeKind.DateTime: PrintQuoted(CalendarText.Json(((EastDateTime)value!).Milliseconds)); break;
            case EastTypeKind.Blob:
                to.Write('"');
                HexText.Write(to, ((EastBlob)value!).Span);
                to.Write('"');
                break;
            case EastTypeKind.Struct: PrintStruct(node, (StructType)node.Type, (EastStruct)value!, place); break;
            case EastTypeKind.Variant: PrintVariant(node, (VariantType)node.Type, (EastVariant)value!, place); break;
            case EastTypeKind.Never: throw new InvalidOperationException("type Never has no values to print");
            default: PrintContainer(node, value!, place); break;
        }
    }

    private void PrintQuoted(ReadOnlySpan<char> plain)
    {
        to.Write('"');
        to.Write(plain);
        to.Write('"');
    }

    private void PrintInteger(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        PrintQuoted(digits[..length]);
    }

    private void PrintContainer(TypeNode node, object container, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_places.TryAdd(container, place))
        {
            PrintReference(place, _places[container]);
            return;
        }
        to.Write('[');
        switch (node.Type)
        {
            case RefType:
                Print(node.Parts[0], ((IEastRef)container).Value, place.Content());
                break;
            case ArrayType:
                var array = (IEastArray)container;
                var isPlain = !node.Parts[0].MayHoldContainers;
                for (var i = 0; i < array.Count; i++)
                {
                    if (i > 0) to.Write(',');
                    Print(node.Parts[0], array[i], isPlain ? place : place.Element(i));
                }
                break;
            case SetType:
                PrintKeys(node.Parts[0], (IEastSet)container, place);
                break;
            default:
                PrintEntries(node, (DictType)node.Type, (IEastDict)container, place);
                break;
        }
        to.Write(']');
    }

    private void PrintKeys(TypeNode key, IEastSet set, Place place)
    {
        var isFirst = true;
        foreach (var item in set.Keys)
        {
            if (!isFirst) to.Write(',');
            isFirst = false;
            Print(key, item, place);
        }
    }

    private void PrintEntries(TypeNode node, DictType type, IEastDict dict, Place place)
    {
        var i = 0;
        foreach (var (key, value) in dict.Entries)
        {
            to.Write(i > 0 ? ",{\"key\":" : "{\"key\":");
            Print(node.Parts[0], key, place);
            to.Write(",\"value\":");
            Print(node.Parts[1], value, node.Parts[1].MayHoldContainers ? place.Element(i).Value(i, key, type.Key) : place);
            to.Write('}');
            i++;
        }
    }

    private void PrintReference(Place from, Place target)
    {
        var (up, down) = from.To(target);
        var steps = down.Select(step => StepText(step).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        to.Write("{\"$ref\":");
        QuotedText.Write(to, $"{up}#{string.Join('/', steps)}");
        to.Write('}');
    }

    private void PrintStruct(TypeNode node, StructType type, EastStruct value, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        to.Write('{');
        for (var i = 0; i < type.Fields.Length; i++)
        {
            if (i > 0) to.Write(',');
            QuotedText.Write(to, type.Fields[i].Name);
            to.Write(':');
            Print(node.Parts[i], value[i], node.Parts[i].MayHoldContainers ? place.Field(type.Fields[i].Name) : place);
        }
        to.Write('}');
    }

    private void PrintVariant(TypeNode node, VariantType type, EastVariant value, Place place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var index = value.IndexIn(type);
        if (index < 0) throw new InvalidCastException($"no case '{value.Case}' in {type}");
        to.Write("{\"type\":");
        QuotedText.Write(to, value.Case);
        to.Write(",\"value\":");
        Print(node.Parts[index], value.Payload, node.Parts[index].MayHoldContainers ? place.Case(value.Case) : place);
        to.Write('}');
    }
}
