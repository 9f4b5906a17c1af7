using System.Management.Automation;
using Polyglot.PowerShell.Values;

namespace Polyglot.PowerShell;

/// <summary>PowerShell's objects.</summary>
internal sealed class PowerShellObjects : IObjects
{
    public static PowerShellObjects Instance { get; } = new();

    public object Make(string? typeName, IReadOnlyList<KeyValuePair<string, object?>> properties)
    {
        var made = new PSObject();
        foreach (var (name, value) in properties) made.Properties.Add(new PSNoteProperty(name, value));
        if (typeName is not null) made.TypeNames.Insert(0, typeName);
        return made;
    }

    public object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    public bool TryGet(object value, string name, out object? property)
    {
        var found = PSObject.AsPSObject(value).Properties[name];
        property = found?.Value;
        return found is not null;
    }

    public IReadOnlyList<KeyValuePair<string, object?>>? Properties(object value) =>
        value is PSObject { BaseObject: PSCustomObject } bag ? [.. bag.Properties.Select(property => KeyValuePair.Create(property.Name, (object?)property.Value))] : null;
}
