using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Polyglot.East;

/// <summary>All builtins by name. Thread-safe.</summary>
public static class BuiltinTable
{
    private static readonly Lazy<FrozenDictionary<string, BuiltinDefinition>> Table = new(Find);

    /// <summary>Every builtin, in no order.</summary>
    public static IReadOnlyCollection<BuiltinDefinition> All => Table.Value.Values;

    /// <summary>The builtin of a name; false when there is none.</summary>
    public static bool TryGet(string name, [MaybeNullWhen(false)] out BuiltinDefinition definition) => Table.Value.TryGetValue(name, out definition);

    private static FrozenDictionary<string, BuiltinDefinition> Find()
    {
        var found = new Dictionary<string, BuiltinDefinition>();
        foreach (var holder in typeof(BuiltinTable).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true, IsGenericTypeDefinition: false }))
            foreach (var method in holder.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (method.GetCustomAttribute<BuiltinAttribute>() is { } mark)
                    found.Add(mark.Name, new BuiltinDefinition(mark, method));
        return found.ToFrozenDictionary();
    }
}
