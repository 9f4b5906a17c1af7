using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Reads one value of East text: the composite types. What lies below them is in <see cref="EastTextScanner"/>.</summary>
internal sealed class EastTextReader
{
    private readonly EastType _type;
    private readonly string _text;
    private readonly EastTextScanner _scanner;
    private readonly bool _mayRefer;
    private int _depth;

    public EastTextReader(EastType type, string text)
    {
        _type = type;
        _text = text;
        _scanner = new EastTextScanner(text);
        _mayRefer = text.Contains('#', StringComparison.Ordinal);
    }

    public ParseResult<object> ReadAll()
    {
        var node = TypeNode.Of(_type);
        var root = Place.Root();
        try
        {
            var value = Read(node, root);
            _scanner.SkipBlanks();
            return _scanner.AtEnd ? ParseResult.Success(value) : throw new EastTextFailure(EastTextMessages.TrailingInput, _scanner.Position, root);
        }
        catch (EastTextFailure failure)
        {
            var (line, column) = ParseError.LineAndColumn(_text, failure.Position);
            var sentence = EastTextMessages.Sentence(failure.Message, PathText(failure.Place), line, column, _type);
            return new ParseError(sentence, failure.Position, line, column, NamesPlace: true);
        }
    }

    private static string PathText(Place place) => string.Concat(place.FromRoot().Select(step => step.Step switch
    {
        PlaceStep.Field when !TypeText.IsPlain(step.Name) => $"[{QuotedText.Of(step.Name!)}]",
        PlaceStep.Key => $"[{step.IndexText}](key)",
        _ => EastTextPrinter.StepText(step),
    }));

    private object Read(TypeNode node, Place place)
    {
        _scanner.SkipBlanks();
        switch (node.Type)
        {
            case PrimitiveType or FunctionType: return _scanner.ReadScalar(node.Type, place);
            case StructType type: return Nested(place, () => ReadStruct(node, type, place));
            case VariantType type: return Nested(place, () => ReadVariant(node, type, place));
        }
        if (_mayRefer && EastTextReferences.Read(_scanner, node, place) is { } earlier) return earlier;
        return Nested(place, () => node.Type switch
        {
            RefType => ReadRef(node, place),
            ArrayType => ReadArray(node, place),
            SetType => ReadSet(node, place),
            _ => ReadDict(node, (DictType)node.Type, place),
        });
    }

    private object Nested(Place place, Func<object> read)
    {
        if (++_depth > Beast2.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new EastTextFailure(EastTextMessages.TooDeep, _scanner.Position, place);
        var value = read();
        _depth--;
        return value;
    }

    private object Inner(TypeNode node, Place place)
    {
        if (_mayRefer) EastTextReferences.Enter(place);
        return Read(node, place);
    }

    private object ReadRef(TypeNode node, Place place)
    {
        if (!_scanner.TryTake('&')) throw Fail(EastTextMessages.Ref, place);
        var cell = (IEastRef)EastValues.NewContainer(node);
        EastTextReferences.Define(node, place, cell);
        cell.Value = Inner(node.Parts[0], place.Content());
        return cell;
    }

    private object ReadArray(TypeNode node, Place place)
    {
        if (!_scanner.TryTake('[')) throw Fail(EastTextMessages.Array, place);
        var array = (IEastArray)EastValues.NewContainer(node);
        EastTextReferences.Define(node, place, array);
        _scanner.SkipBlanks();
        if (_scanner.TryTake(']')) return array;
        do
        {
            array.Add(Inner(node.Parts[0], place.Element(array.Count)));
            _scanner.SkipBlanks();
        }
        while (_scanner.TryTake(','));
        return _scanner.TryTake(']') ? array : throw Fail(EastTextMessages.AfterElement, place);
    }

    private object ReadSet(TypeNode node, Place place)
    {
        if (!_scanner.TryTake('{')) throw Fail(EastTextMessages.Set, place);
        var set = (IEastSet)EastValues.NewContainer(node);
        EastTextReferences.Define(node, place, set);
        _scanner.SkipBlanks();
        if (_scanner.TryTake('}')) return set;
        var index = 0;
        do
        {
            set.Add(Read(node.Parts[0], place.Element(index++)));
            _scanner.SkipBlanks();
        }
        while (_scanner.TryTake(','));
        return _scanner.TryTake('}') ? set : throw Fail(EastTextMessages.AfterKey, place);
    }

    private object ReadDict(TypeNode node, DictType type, Place place)
    {
        if (!_scanner.TryTake('{')) throw Fail(EastTextMessages.Dict, place);
        var dict = (IEastDict)EastValues.NewContainer(node);
        EastTextReferences.Define(node, place, dict);
        _scanner.SkipBlanks();
        if (_scanner.TryTake(':'))
        {
            _scanner.SkipBlanks();
            return _scanner.TryTake('}') ? dict : throw Fail(EastTextMessages.EmptyDict, place);
        }
        if (_scanner.TryTake('}')) return dict;
        var entry = 0;
        do
        {
            var key = Read(node.Parts[0], place.Key(entry));
            _scanner.SkipBlanks();
            if (!_scanner.TryTake(':')) throw Fail(EastTextMessages.AfterDictKey(entry), place);
            dict.Set(key, Inner(node.Parts[1], place.Value(entry++, key, type.Key)));
            _scanner.SkipBlanks();
        }
        while (_scanner.TryTake(','));
        return _scanner.TryTake('}') ? dict : throw Fail(EastTextMessages.AfterEntry, place);
    }

    private object ReadStruct(TypeNode node, StructType type, Place place)
    {
        if (!_scanner.TryTake('(')) throw Fail(EastTextMessages.Struct, place);
        var values = new object?[type.Fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ReadFieldName(type, i, place);
            values[i] = Inner(node.Parts[i], place.Field(type.Fields[i].Name));
            _scanner.SkipBlanks();
            if (_scanner.AtEnd) throw Fail(EastTextMessages.EndInStruct, place);
            if (!_scanner.TryTake(',') && !_scanner.IsNext(')'))
                throw Fail(i + 1 < values.Length ? EastTextMessages.AfterField : EastTextMessages.CloseStruct, place);
        }
        _scanner.SkipBlanks();
        return _scanner.TryTake(')') ? new BoxedStruct(type, values) : throw Fail(EastTextMessages.CloseStruct, place);
    }

    private void ReadFieldName(StructType type, int index, Place place)
    {
        var expected = type.Fields[index].Name;
        _scanner.SkipBlanks();
        var start = _scanner.Position;
        var name = _scanner.TryReadIdentifier(out _) ?? throw new EastTextFailure(EastTextMessages.MissingField(expected), start, place);
        if (name != expected) throw new EastTextFailure(EastTextMessages.UnknownField(name, type), start, place);
        _scanner.SkipBlanks();
        if (!_scanner.TryTake('=')) throw Fail(EastTextMessages.AfterFieldName(name), place);
    }

    private object ReadVariant(TypeNode node, VariantType type, Place place)
    {
        if (!_scanner.TryTake('.')) throw Fail(EastTextMessages.Variant, place);
        var start = _scanner.Position;
        if (!_scanner.AtEnd && Blank.Is(_text[start])) throw Fail(EastTextMessages.BlankAfterDot, place);
        var name = _scanner.TryReadIdentifier(out var problem) ?? throw Fail(problem!, place);
        var index = type.IndexOf(name);
        if (index < 0) throw new EastTextFailure(EastTextMessages.UnknownCase(name, type), start, place);
        var inner = place.Case(name);
        if (type.Cases[index].Type.Kind != EastTypeKind.Null) return new EastVariant(type.Cases[index], Inner(node.Parts[index], inner));
        _scanner.SkipBlanks();
        if (!_scanner.AtTerminator) _scanner.ReadNull(inner);
        return new EastVariant(type.Cases[index], EastNull.Boxed);
    }

    private EastTextFailure Fail(string message, Place place) => new(message, _scanner.Position, place);
}

/// <summary>Leaves the recursion; never leaves the reader.</summary>
internal sealed class EastTextFailure(string message, int position, Place place) : Exception(message)
{
    public int Position { get; } = position;

    public Place Place { get; } = place;
}
