namespace Polyglot.PowerShell.Values;

/// <summary>Makes the shell's objects and looks into them: PowerShell's property bags, without PowerShell.</summary>
internal interface IObjects
{
    /// <summary>An object with properties in this order.</summary>
    /// <param name="typeName">What formatting knows it by; null for nothing of its own.</param>
    /// <param name="properties">Names and values.</param>
    object Make(string? typeName, IReadOnlyList<KeyValuePair<string, object?>> properties);

    /// <summary>The object itself, out of what a shell may have wrapped around it; null stays null.</summary>
    object? Unwrap(object? value);

    /// <summary>The value of a property, in whatever case its name is written; false where there is none. Takes wrapped objects.</summary>
    bool TryGet(object value, string name, out object? property);

    /// <summary>The properties that were put on an object, in order; null for an object that has others than those.</summary>
    IReadOnlyList<KeyValuePair<string, object?>>? Properties(object value);
}
