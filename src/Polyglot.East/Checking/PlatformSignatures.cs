using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>What a platform function takes and gives.</summary>
/// <param name="Name">The name in programs.</param>
/// <param name="Inputs">The types of the arguments.</param>
/// <param name="Output">The type of the result.</param>
/// <param name="IsAsync">Calls are awaited, so only AsyncFunctions may call it.</param>
public sealed record PlatformSignature(string Name, ImmutableArray<EastType> Inputs, EastType Output, bool IsAsync);

/// <summary>The platform functions that a host offers, by name. Immutable and thread-safe.</summary>
public sealed class PlatformSignatures
{
    private readonly FrozenDictionary<string, PlatformSignature> _byName;

    /// <summary>These functions.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public PlatformSignatures(IEnumerable<PlatformSignature> functions)
    {
        var byName = new Dictionary<string, PlatformSignature>(StringComparer.Ordinal);
        foreach (var function in functions)
            if (!byName.TryAdd(function.Name, function)) throw new ArgumentException(CheckMessages.DuplicatePlatform(function.Name), nameof(functions));
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>No functions at all.</summary>
    public static PlatformSignatures None { get; } = new([]);

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The function of a name; false when the host has none.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out PlatformSignature function) => _byName.TryGetValue(name, out function);
}
