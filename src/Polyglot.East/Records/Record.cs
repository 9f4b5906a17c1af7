namespace Polyglot.East;

/// <summary>
/// Maps of the host's own records to East Structs, each written out once:
/// <code>
/// public static readonly ValueMap&lt;Attempt&gt; Attempts = Record.Map&lt;Attempt&gt;(fields =&gt;
/// {
///     var number = fields.Add("number", Map.Integer, a =&gt; a.Number);
///     var error = fields.Add("error", Map.Optional(Map.String), a =&gt; a.Error);
///     return row =&gt; new Attempt(row.Get(number), row.Get(error));
/// });
/// </code>
/// Nothing is found by reflection.
/// </summary>
public static class Record
{
    /// <summary>The map of a record.</summary>
    /// <param name="define">Adds the fields, in the order they have in the Struct, and says how a record is made from them.</param>
    /// <exception cref="ArgumentException">Two fields have the same name.</exception>
    public static ValueMap<T> Map<T>(Func<RecordFields<T>, Func<RecordRow<T>, T>> define)
    {
        var fields = new RecordFields<T>();
        var make = define(fields);
        var type = fields.Close();
        return new(type, record => fields.ToEast(type, record), value => make(new RecordRow<T>((EastStruct)value)));
    }
}

/// <summary>A field of a record, as its definition keeps it.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <typeparam name="TField">The field's CLR type.</typeparam>
public sealed class RecordField<T, TField>
{
    internal RecordField(int index, ValueMap<TField> map) => (Index, Map) = (index, map);

    internal int Index { get; }

    internal ValueMap<TField> Map { get; }
}

/// <summary>The fields of a record while it is being defined.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordFields<T>
{
    private readonly List<(string Name, EastType Type)> _types = [];
    private readonly List<Func<T, object>> _getters = [];
    private bool _isClosed;

    internal RecordFields()
    {
    }

    /// <summary>Adds a field.</summary>
    /// <param name="name">Its name in the Struct.</param>
    /// <param name="map">How it is kept.</param>
    /// <param name="get">Takes it from a record.</param>
    /// <exception cref="InvalidOperationException">The definition is over.</exception>
    public RecordField<T, TField> Add<TField>(string name, ValueMap<TField> map, Func<T, TField> get)
    {
        if (_isClosed) throw new InvalidOperationException($"the field '{name}' comes after the record was defined");
        _types.Add((name, map.Type));
        _getters.Add(record => map.ToEast(get(record)));
        return new RecordField<T, TField>(_types.Count - 1, map);
    }

    internal StructType Close()
    {
        _isClosed = true;
        return EastType.Struct([.. _types]);
    }

    internal EastStruct ToEast(StructType type, T record)
    {
        var values = new object?[_getters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = _getters[i](record);
        return new BoxedStruct(type, values);
    }
}

/// <summary>The fields of one record that is being read.</summary>
/// <typeparam name="T">The record.</typeparam>
public readonly struct RecordRow<T>
{
    private readonly EastStruct _value;

    internal RecordRow(EastStruct value) => _value = value;

    /// <summary>A field.</summary>
    /// <exception cref="FormatException">The value means nothing to the host.</exception>
    public TField Get<TField>(RecordField<T, TField> field) => field.Map.FromEast(_value[field.Index]!);
}
