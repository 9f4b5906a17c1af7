using System.Globalization;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// An Array or a Dict taken apart. The value is held once; of an element only the bytes that are asked for are made, as a tree, so that equal elements
/// are the same object wherever they come from. Thread-safe.
/// </summary>
internal sealed class Collection
{
    private readonly IEastArray? _array;
    private readonly List<KeyValuePair<object?, object?>>? _entries;
    private readonly EastType? _keyType;

    private Collection(EastType element, IEastArray array) => (Element, _array) = (element, array);

    private Collection(DictType type, IEastDict dict) => (Element, _keyType, _entries) = (type.Value, type.Key, [.. dict.Entries]);

    /// <summary>The type of the elements.</summary>
    public EastType Element { get; }

    /// <summary>How many.</summary>
    public int Count => _array?.Count ?? _entries!.Count;

    /// <summary>The type of what a value of this type is taken apart into; null where it cannot be.</summary>
    public static EastType? ElementOf(EastType type) => type switch
    {
        ArrayType { Element.IsClosed: true } array => array.Element,
        DictType { Value.IsClosed: true } dict => dict.Value,
        _ => null,
    };

    /// <summary>The value taken apart.</summary>
    /// <param name="type">Its type; <see cref="ElementOf"/> is not null.</param>
    /// <param name="value">The value.</param>
    public static Collection Of(EastType type, object value) =>
        type is DictType dict ? new(dict, (IEastDict)value) : new(ElementOf(type)!, (IEastArray)value);

    /// <summary>What people know an element by: the text of its key, or its place from 0.</summary>
    public string KeyOf(int index) => _entries is null
        ? index.ToString(CultureInfo.InvariantCulture)
        : _entries[index].Key as string ?? EastText.Print(_keyType!, _entries[index].Key);

    /// <summary>The object that an element is. It is not stored.</summary>
    /// <exception cref="EncodeException">It contains itself, or is nested too deeply.</exception>
    public ObjectId IdOf(int index)
    {
        using var hashing = new HashingStream();
        if (Beast2.Write(hashing, Element, ValueOf(index), Sharing.AsTree) is { } error) throw new EncodeException(error);
        return hashing.Finish();
    }

    /// <summary>The file of an element.</summary>
    public byte[] FileOf(int index) => Beast2.Encode(Element, ValueOf(index), Sharing.AsTree);

    /// <summary>Writes an element without a header.</summary>
    public void WriteElement(System.Buffers.IBufferWriter<byte> to, int index) => Beast2.WriteValue(to, Element, ValueOf(index), Sharing.AsTree);

    /// <summary>Writes a key of a Dict without a header.</summary>
    public void WriteKey(System.Buffers.IBufferWriter<byte> to, int index) => Beast2.WriteValue(to, _keyType!, _entries![index].Key, Sharing.AsTree);

    private object? ValueOf(int index) => _entries is null ? _array![index] : _entries[index].Value;
}
