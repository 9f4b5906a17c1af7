using System.Globalization;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Makes a value of an East type from JSON: the composite types. Scalars are in <see cref="JsonScalars"/>.</summary>
internal sealed class EastJsonReader(EastType type, bool mayRefer)
{
    private int _depth;

    public ParseResult<object> Read(JsonItem json)
    {
        var node = TypeNode.Of(type);
        try
        {
            return ParseResult.Success(Read(node, json, Place.Root()));
        }
        catch (EastJsonFailure failure)
        {
            var sentence = failure.Message == EastJsonMessages.Never
                ? failure.Message
                : EastTextMessages.Sentence(failure.Message, PathText(failure.Place), 1, 1, type);
            return new ParseError(sentence, 0, 1, 1, NamesPlace: true);
        }
    }

    private static string PathText(Place place) => string.Concat(place.FromRoot().Select(step => step.Step switch
    {
        PlaceStep.Element => $"[{step.IndexText}]",
        PlaceStep.Content => "",
        _ => "." + EastJsonPrinter.StepText(step),
    }));

    private object Read(TypeNode node, JsonItem json, Place place)
    {
        if (!TypeParts.IsConstructor(node.Type)) return JsonScalars.Read(node.Type.Kind, json, place);
        if (++_depth > Beast2.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new EastJsonFailure(EastTextMessages.TooDeep, place);
        var value = node.Type switch
        {
            StructType t => ReadStruct(node, t, json, place),
            VariantType t => ReadVariant(node, t, json, place),
            _ => mayRefer && json is { Kind: JsonKind.Object, Members: [{ Key: "$ref", Value: { Kind: JsonKind.Text, Text: var reference } }] }
                ? Find(node, reference, place)
                : ReadContainer(node, json, place),
        };
        _depth--;
        return value;
    }

    private object Inner(TypeNode node, JsonItem json, Place place)
    {
        if (mayRefer) place.Register(EastJsonPrinter.StepText(place));
        return Read(node, json, place);
    }

    private object ReadContainer(TypeNode node, JsonItem json, Place place)
    {
        var what = node.Type switch
        {
            RefType => "array with 1 entry",
            ArrayType => "array",
            SetType => "array for Set",
            _ => "array for Dict",
        };
        if (json.Kind != JsonKind.Array || node.Type is RefType && json.Items.Count != 1)
            throw new EastJsonFailure(EastJsonMessages.Expected(what, json), place);
        var container = EastValues.NewContainer(node);
        (place.Container, place.ContainerType) = (container, node);
        for (var i = 0; i < json.Items.Count; i++)
            switch (container)
            {
                case IEastRef cell:
                    cell.Value = Inner(node.Parts[0], json.Items[i], place.Content());
                    break;
                case IEastArray array:
                    array.Add(Inner(node.Parts[0], json.Items[i], place.Element(i)));
                    break;
                case IEastSet set:
                    set.Add(Read(node.Parts[0], json.Items[i], place.Element(i)));
                    break;
                case IEastDict dict:
                    ReadEntry(node, (DictType)node.Type, dict, json.Items[i], place.Element(i));
                    break;
            }
        return container;
    }

    private void ReadEntry(TypeNode node, DictType dictType, IEastDict dict, JsonItem entry, Place place)
    {
        if (entry.Kind != JsonKind.Object || entry.Member("key") is not { } key || entry.Member("value") is not { } value)
            throw new EastJsonFailure(EastJsonMessages.Expected("object with key and value for Dict entry", entry), place);
        foreach (var (name, _) in entry.Members)
            if (name is not ("key" or "value")) throw new EastJsonFailure(EastJsonMessages.UnexpectedField(name, "Dict entry", entry), place);
        if (mayRefer) place.Register(EastJsonPrinter.StepText(place));
        var keyValue = Read(node.Parts[0], key, place.Key(place.Index));
        dict.Set(keyValue, Inner(node.Parts[1], value, place.Value(place.Index, keyValue, dictType.Key)));
    }

    private BoxedStruct ReadStruct(TypeNode node, StructType structType, JsonItem json, Place place)
    {
        if (json.Kind != JsonKind.Object) throw new EastJsonFailure(EastJsonMessages.Expected("object for Struct", json), place);
        foreach (var (name, _) in json.Members)
            if (structType.IndexOf(name) < 0) throw new EastJsonFailure(EastJsonMessages.UnexpectedField(name, "Struct", json), place);
        var fields = new object?[structType.Fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = structType.Fields[i].Name;
            var member = json.Member(name) ?? throw new EastJsonFailure(EastJsonMessages.MissingField(name, json), place);
            fields[i] = Inner(node.Parts[i], member, place.Field(name));
        }
        return new BoxedStruct(structType, fields);
    }

    private EastVariant ReadVariant(TypeNode node, VariantType variantType, JsonItem json, Place place)
    {
        if (json.Kind != JsonKind.Object || json.Member("type") is not { Kind: JsonKind.Text } name || json.Member("value") is not { } payload)
            throw new EastJsonFailure(EastJsonMessages.Expected("object with type and value for Variant", json), place);
        var index = variantType.IndexOf(name.Text);
        if (index < 0) throw new EastJsonFailure(EastJsonMessages.UnknownCase(name.Text, json), place);
        return new EastVariant(variantType.Cases[index], Inner(node.Parts[index], payload, place.Case(name.Text)));
    }

    private static object Find(TypeNode node, string reference, Place place)
    {
        var sign = reference.IndexOf('#', StringComparison.Ordinal);
        if (sign < 1
            || !int.TryParse(reference.AsSpan(0, sign), NumberStyles.None, CultureInfo.InvariantCulture, out var up) || up > place.Depth)
            throw new EastJsonFailure(EastJsonMessages.InvalidReference(reference), place);
        var target = place.Up(up);
        if (sign + 1 < reference.Length)
            foreach (var step in reference[(sign + 1)..].Split('/'))
            {
                var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (target?.Inner?.TryGetValue(name, out target) != true) target = null;
            }
        if (target?.Container is null || !TypeNode.HaveSameValues(target.ContainerType!, node))
            throw new EastJsonFailure(EastJsonMessages.UndefinedReference(reference), place);
        return target.Container;
    }
}

/// <summary>Leaves the recursion; never leaves the reader.</summary>
internal sealed class EastJsonFailure(string message, Place place) : Exception(message)
{
    public Place Place { get; } = place;
}
