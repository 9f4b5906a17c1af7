using Polyglot.PowerShell.Values;

namespace Polyglot.PowerShell.Tests.Support;

/// <summary>An object with properties, as PowerShell's custom objects are.</summary>
internal sealed record Bag(string? TypeName, IReadOnlyList<KeyValuePair<string, object?>> Properties)
{
    public static Bag Of(params (string Name, object? Value)[] properties) => new(null, [.. properties.Select(p => KeyValuePair.Create(p.Name, p.Value))]);

    public object? this[string name] => Properties.Single(p => p.Key == name).Value;
}

/// <summary>Something that a shell has wrapped around an object.</summary>
internal sealed record Wrapped(object Content);

/// <summary>Objects without PowerShell: <see cref="Bag"/>s, and whatever else has properties.</summary>
internal sealed class Bags : IObjects
{
    public object Make(string? typeName, IReadOnlyList<KeyValuePair<string, object?>> properties) => new Bag(typeName, properties);

    public object? Unwrap(object? value) => value is Wrapped wrapped ? wrapped.Content : value;

    public bool TryGet(object value, string name, out object? property)
    {
        var plain = Unwrap(value)!;
        if (plain is Bag bag)
        {
            var found = bag.Properties.Where(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).ToList();
            property = found is [var only, ..] ? only.Value : null;
            return found.Count > 0;
        }
        var member = plain.GetType().GetProperty(name, System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.IgnoreCase);
        property = member?.GetValue(plain);
        return member is not null;
    }

    public IReadOnlyList<KeyValuePair<string, object?>>? Properties(object value) => (Unwrap(value) as Bag)?.Properties;
}
