using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Polyglot.Dataflow.Projects;
using Polyglot.East;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell.Values;

/// <summary>
/// Makes East values of objects: what <see cref="EastToShell"/> makes of them, and what shells have instead. Numbers of any kind that lose nothing; text where a
/// number, a date or a Boolean is wanted (tables of text are what Import-Csv gives); hashtables or objects for Structs, of which more properties than the fields may be
/// there; hashtables, objects or lists with Key and Value for Dicts; the name of a case or <c>@{case = content}</c> for Variants; the content or <c>$null</c> for Options.
/// </summary>
/// <param name="objects">Looks into objects.</param>
internal sealed class ShellToEast(IObjects objects)
{
    // Objects of shells may hold themselves.
    private const int MostDepth = 500;

    private static readonly string[] _dateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <summary>The beast2 file of a value.</summary>
    /// <param name="type">A closed type.</param>
    /// <param name="value">Any object.</param>
    /// <exception cref="FaultException">The object is no value of the type; says where.</exception>
    public byte[] Encode(EastType type, object? value)
    {
        if (!type.IsData) throw Refuse(value, ValueTexts.NoData(type.ToString()));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 4 * MostDepth })) Write(json, type, value, "value", 0);
        var parsed = EastJson.Parse(type, Encoding.UTF8.GetString(buffer.WrittenSpan));
        return parsed.IsSuccess ? Beast2.Encode(type, parsed.Value, Sharing.AsTree) : throw Refuse(value, parsed.Error.Message);
    }

    private void Write(Utf8JsonWriter json, EastType type, object? value, string path, int depth)
    {
        if (depth > MostDepth) throw Refuse(value, ValueTexts.TooDeep(path[..Math.Min(path.Length, 80)]));
        type = type.Unfold();
        var plain = objects.Unwrap(value);
        switch (type)
        {
            case RefType cell:
                json.WriteStartArray();
                Write(json, cell.Content, value, path, depth + 1);
                json.WriteEndArray();
                break;
            case ArrayType array:
                WriteList(json, array.Element, plain, path, depth);
                break;
            case SetType set:
                WriteList(json, set.Key, plain, path, depth);
                break;
            case DictType dict:
                WriteDict(json, dict, value, plain, path, depth);
                break;
            case StructType product:
                WriteStruct(json, product, value, plain, path, depth);
                break;
            case VariantType sum:
                WriteVariant(json, sum, value, plain, path, depth);
                break;
            default:
                PrimitiveText.Write(json, type.Kind, plain, () => Wrong(path, PrimitiveText.Name(type.Kind), plain), _dateFormats);
                break;
        }
    }

    private void WriteList(Utf8JsonWriter json, EastType element, object? plain, string path, int depth)
    {
        if (plain is not IEnumerable items || plain is string or IDictionary) throw Wrong(path, "a list", plain);
        json.WriteStartArray();
        var index = 0;
        foreach (var item in items)
        {
            Write(json, element, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), depth + 1);
            index++;
        }
        json.WriteEndArray();
    }

    private void WriteDict(Utf8JsonWriter json, DictType type, object? value, object? plain, string path, int depth)
    {
        json.WriteStartArray();
        foreach (var (key, content) in Entries(type, value, plain, path))
        {
            json.WriteStartObject();
            json.WritePropertyName("key");
            Write(json, type.Key, key, path, depth + 1);
            json.WritePropertyName("value");
            Write(json, type.Value, content, $"{path}[{objects.Unwrap(key)}]", depth + 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private IEnumerable<(object? Key, object? Value)> Entries(DictType type, object? value, object? plain, string path)
    {
        if (plain is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary) yield return (entry.Key, entry.Value);
            yield break;
        }
        if (plain is IEnumerable items and not string)
        {
            foreach (var item in items)
            {
                if (item is null || !objects.TryGet(item, "Key", out var key) || !objects.TryGet(item, "Value", out var content)) throw Wrong(path, "objects with Key and Value", objects.Unwrap(item));
                yield return (key, content);
            }
            yield break;
        }
        if (type.Key.Kind != EastTypeKind.String || value is null || objects.Properties(value) is not { } properties) throw Wrong(path, "a hashtable", plain);
        foreach (var (name, content) in properties) yield return (name, content);
    }

    private void WriteStruct(Utf8JsonWriter json, StructType type, object? value, object? plain, string path, int depth)
    {
        if (value is null || plain is null or string || plain.GetType().IsPrimitive || (plain is IEnumerable and not IDictionary)) throw Wrong(path, "an object or a hashtable", plain);
        json.WriteStartObject();
        foreach (var field in type.Fields)
        {
            if (!TryGet(value, plain, field.Name, out var content)) throw Refuse(value, ValueTexts.Missing(path, field.Name, DidYouMean.Among(field.Name, Names(value, plain))));
            json.WritePropertyName(field.Name);
            Write(json, field.Type, content, $"{path}.{field.Name}", depth + 1);
        }
        json.WriteEndObject();
    }

    private void WriteVariant(Utf8JsonWriter json, VariantType type, object? value, object? plain, string path, int depth)
    {
        var (name, content) = CaseOf(type, value, plain) ?? throw Wrong(path, $"a case ({string.Join(", ", type.Cases.Select(c => c.Name))})", plain);
        json.WriteStartObject();
        json.WriteString("type", name);
        json.WritePropertyName("value");
        Write(json, type.Cases[type.IndexOf(name)].Type, content, $"{path}.{name}", depth + 1);
        json.WriteEndObject();
    }

    private (string Name, object? Content)? CaseOf(VariantType type, object? value, object? plain)
    {
        if (Tagged(type, value, plain) is { } tagged) return tagged;
        if (type.OptionContent is not null) return plain is null ? ("none", null) : ("some", value);
        if (plain is string bare && type.IndexOf(bare) >= 0) return (bare, null);
        return plain is IDictionary { Count: 1 } dictionary && dictionary.Keys.Cast<object?>().Single() is string only && type.IndexOf(only) >= 0 ? (only, dictionary[only]) : null;
    }

    // Case and Value, and nothing else. An option's content may be an object with a Case of its own.
    private (string Name, object? Content)? Tagged(VariantType type, object? value, object? plain)
    {
        if (value is null || plain is null or string || plain.GetType().IsPrimitive) return null;
        if (type.OptionContent?.Unfold() is StructType content && content.IndexOf(EastToShell.CaseName) >= 0) return null;
        if (Names(value, plain).Count() != 2 || !TryGet(value, plain, EastToShell.CaseName, out var name) || !TryGet(value, plain, EastToShell.ContentName, out var held)) return null;
        return objects.Unwrap(name) is string text && type.IndexOf(text) >= 0 ? (text, held) : null;
    }

    private bool TryGet(object value, object plain, string name, out object? content)
    {
        if (plain is not IDictionary dictionary) return objects.TryGet(value, name, out content);
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (!string.Equals(entry.Key as string, name, comparison)) continue;
                content = entry.Value;
                return true;
            }
        }
        content = null;
        return false;
    }

    private IEnumerable<string> Names(object value, object plain) =>
        plain is IDictionary dictionary ? dictionary.Keys.OfType<string>() : objects.Properties(value)?.Select(property => property.Key) ?? [];

    private static FaultException Wrong(string path, string wanted, object? found) => Refuse(found, ValueTexts.Wrong(path, wanted, ValueTexts.Describe(found)));

    private static FaultException Refuse(object? value, string why) => new(Faults.BadValue(value, why));
}
