using System.Runtime.CompilerServices;
using Polyglot.East;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Values;

/// <summary>
/// Makes objects of East values:
/// <list type="table">
/// <listheader><term>East</term><description>PowerShell</description></listheader>
/// <item><term>Null</term><description><c>$null</c></description></item>
/// <item><term>Boolean, Integer, Float, String</term><description>bool, long, double, string</description></item>
/// <item><term>DateTime, Blob</term><description>DateTime in UTC, byte[]</description></item>
/// <item><term>Array, Set</term><description>an array (of bool, long, double or string where it can be), a Set in East's order</description></item>
/// <item><term>Dict</term><description>an ordered dictionary where keys are primitive, else an array of objects with Key and Value; in East's order</description></item>
/// <item><term>Struct</term><description>an object with a property for each field, in order</description></item>
/// <item><term>Option</term><description><c>$null</c> or the content, unless the content may be <c>$null</c> itself</description></item>
/// <item><term>other Variant</term><description>an object with Case and Value</description></item>
/// <item><term>Ref</term><description>its content</description></item>
/// </list>
/// </summary>
/// <param name="objects">Makes objects with properties.</param>
internal sealed class EastToShell(IObjects objects)
{
    private static readonly EastDateTime _first = EastDateTime.From(DateTimeOffset.MinValue);
    private static readonly EastDateTime _last = EastDateTime.From(DateTimeOffset.MaxValue);

    /// <summary>The type name of variants.</summary>
    public const string VariantName = "Polyglot.Variant";

    /// <summary>The name of a variant's property that says which case it is.</summary>
    public const string CaseName = "Case";

    /// <summary>The name of a variant's property that holds what comes with the case.</summary>
    public const string ContentName = "Value";

    /// <summary>The object of a value; null for Null and none.</summary>
    /// <param name="type">A type of data (<see cref="EastType.IsData"/>).</param>
    /// <param name="value">A value of it.</param>
    /// <exception cref="FaultException">Some part of it is nothing that a shell has.</exception>
    public object? Convert(EastType type, object? value)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new FaultException(Faults.NotShown(ValueTexts.NestsTooDeep));
        type = type.Unfold();
        return type switch
        {
            RefType cell => Convert(cell.Content, ((IEastRef)value!).Value),
            ArrayType array => ConvertArray(array, value!),
            SetType set => ((IEastSet)value!).Keys.Select(key => Convert(set.Key, key)).ToArray(),
            DictType dict => ConvertDict(dict, (IEastDict)value!),
            StructType product => ConvertStruct(product, (EastStruct)value!),
            VariantType sum => ConvertVariant(sum, (EastVariant)value!),
            _ => ConvertPrimitive(type.Kind, value),
        };
    }

    /// <summary>Whether an option is told apart from its content when none is null.</summary>
    public static bool IsPlainOption(VariantType type) => type.OptionContent is { } content && content.Unfold() is var inner && inner.Kind != EastTypeKind.Null && inner is not VariantType { OptionContent: not null };

    private static object? ConvertPrimitive(EastTypeKind kind, object? value) => kind switch
    {
        EastTypeKind.Null => null,
        EastTypeKind.DateTime => Date((EastDateTime)value!),
        EastTypeKind.Blob => ((EastBlob)value!).Memory.ToArray(),
        EastTypeKind.Boolean or EastTypeKind.Integer or EastTypeKind.Float or EastTypeKind.String => value,
        _ => throw new ArgumentException($"{kind} is no data", nameof(kind)),
    };

    private static DateTime Date(EastDateTime date) => date >= _first && date <= _last ? date.ToDateTimeOffset().UtcDateTime : throw new FaultException(Faults.NotShown(ValueTexts.NoDate(date.ToString())));

    private Array ConvertArray(ArrayType type, object value)
    {
        switch (value)
        {
            case EastArray<double> floats: return floats.Span.ToArray();
            case EastArray<long> integers: return integers.Span.ToArray();
            case EastArray<bool> booleans: return booleans.Span.ToArray();
            case EastArray<string> texts: return texts.Span.ToArray();
        }
        var list = (IEastArray)value;
        var converted = new object?[list.Count];
        for (var i = 0; i < converted.Length; i++) converted[i] = Convert(type.Element, list[i]);
        return converted;
    }

    private object ConvertDict(DictType type, IEastDict dict)
    {
        var entries = dict.Entries.Select(entry => KeyValuePair.Create(Convert(type.Key, entry.Key), Convert(type.Value, entry.Value)));
        return type.Key.Kind switch
        {
            EastTypeKind.String => Keyed<string>(entries),
            EastTypeKind.Integer => Keyed<long>(entries),
            EastTypeKind.Float => Keyed<double>(entries),
            EastTypeKind.Boolean => Keyed<bool>(entries),
            EastTypeKind.DateTime => Keyed<DateTime>(entries),
            _ => entries.Select(entry => objects.Make(null, [KeyValuePair.Create("Key", entry.Key), KeyValuePair.Create("Value", entry.Value)])).ToArray(),
        };
    }

    private static OrderedDictionary<TKey, object?> Keyed<TKey>(IEnumerable<KeyValuePair<object?, object?>> entries) where TKey : notnull
    {
        var dictionary = new OrderedDictionary<TKey, object?>();
        // East tells -0.0 from 0.0 and the dictionary does not: the one that comes last stays.
        foreach (var (key, value) in entries) dictionary[(TKey)key!] = value;
        return dictionary;
    }

    private object ConvertStruct(StructType type, EastStruct value)
    {
        var properties = new KeyValuePair<string, object?>[type.Fields.Length];
        for (var i = 0; i < properties.Length; i++) properties[i] = KeyValuePair.Create(type.Fields[i].Name, Convert(type.Fields[i].Type, value[i]));
        return objects.Make(null, properties);
    }

    private object? ConvertVariant(VariantType type, EastVariant value)
    {
        var content = type.Cases[type.IndexOf(value.Case)].Type;
        if (IsPlainOption(type)) return value.Case == "none" ? null : Convert(content, value.Payload);
        return objects.Make(VariantName, [KeyValuePair.Create<string, object?>(CaseName, value.Case), KeyValuePair.Create(ContentName, Convert(content, value.Payload))]);
    }
}
