using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>
/// A list inside a program as it was read: its parts, and how many nodes there are in it when shared parts count each time. The array
/// itself is the list's identity; the nodes hold it, so that writing finds again what was shared.
/// </summary>
internal sealed class NodeList<T>(T[] items, long weight)
    where T : class
{
    public T[] Items => items;

    public long Weight => weight;

    /// <summary>The list as nodes hold it, without a copy.</summary>
    public ImmutableArray<T> Immutable => ImmutableCollectionsMarshal.AsImmutableArray(items);
}
