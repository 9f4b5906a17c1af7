using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// One use of a builtin in a program: the types it is used at, what these types give (order, printers), and the errors it raises. Thread-safe;
/// what depends on the types is made when it is asked for the first time.
/// </summary>
/// <param name="definition">Which builtin.</param>
/// <param name="types">The type parameters.</param>
/// <param name="location">Where the node is.</param>
/// <param name="literals">Where the arguments that are literals are, null for each other one; default when nobody knows.</param>
internal sealed class BuiltinSite(
    BuiltinDefinition definition, ImmutableArray<EastType> types, IrLocation location, ImmutableArray<IrLocation?> literals = default)
{
    private const int SmallCount = 1 << 16;

    private readonly object?[] _orders = new object?[types.Length];
    private readonly OptionValues?[] _options = new OptionValues?[types.Length];

    public BuiltinDefinition Definition => definition;

    /// <summary>The type parameters.</summary>
    public ImmutableArray<EastType> Types => types;

    /// <summary>Where the node is.</summary>
    public IrLocation Location => location;

    /// <summary>The East order of a type parameter (spec 1.5).</summary>
    /// <typeparam name="T">The CLR type of its values.</typeparam>
    public IComparer<T> Order<T>(int type) => (IComparer<T>)(_orders[type] ??= EastOrder.Comparer<T>(types[type]));

    /// <summary>Deep equality of values of a type parameter.</summary>
    public bool Equal<T>(int type, T x, T y) => Order<T>(type).Compare(x, y) == 0;

    /// <summary>The East text of a value of a type parameter.</summary>
    public string Print<T>(int type, T value) => EastText.Print(types[type], value);

    /// <summary>The values of an Option of a type parameter.</summary>
    public OptionValues Option(int type) => _options[type] ??= new OptionValues(types[type]);

    /// <summary>Throws unless the machine can be expected to hold that many elements side by side.</summary>
    public void EnsureRoom<T>(long count)
    {
        if (count <= SmallCount) return;
        if (count > Array.MaxLength || count * Unsafe.SizeOf<T>() > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
            throw Fail(BuiltinMessages.TooLarge("Array"));
    }

    /// <summary>An East error of the builtin itself, to be thrown: its only location is the node.</summary>
    public EastException Fail(string message) => new(message, location, origin: this, inner: null);

    /// <summary>An East error of the builtin itself, to be thrown, that a failure of the host led to.</summary>
    public EastException Fail(string message, Exception inner) => new(message, location, origin: this, inner);

    /// <summary>An East error about an argument, to be thrown: its only location is that of the argument if it is a literal, else the node.</summary>
    public EastException FailAt(int argument, string message) =>
        new(message, (literals.IsDefault ? null : literals[argument]) ?? location, origin: this, inner: null);

    /// <summary>Throws unless the size may change: it is not frozen and nobody iterates over it (spec 4.6).</summary>
    public void EnsureResizable<T>(EastArray<T> array)
    {
        if (array.IsFrozen) throw Fail(BuiltinMessages.FrozenArray);
        if (array.Locks > 0) throw Fail(BuiltinMessages.LockedArray);
    }

    /// <inheritdoc cref="EnsureResizable{T}(EastArray{T})"/>
    public void EnsureResizable<T>(EastSet<T> set)
    {
        if (set.IsFrozen) throw Fail(BuiltinMessages.FrozenSet);
        if (set.Locks > 0) throw Fail(BuiltinMessages.LockedSet);
    }

    /// <inheritdoc cref="EnsureResizable{T}(EastArray{T})"/>
    public void EnsureResizable<TKey, TValue>(EastDict<TKey, TValue> dict)
    {
        if (dict.IsFrozen) throw Fail(BuiltinMessages.FrozenDict);
        if (dict.Locks > 0) throw Fail(BuiltinMessages.LockedDict);
    }

    /// <summary>Throws unless elements may be overwritten, which is allowed while it is iterated over (spec 4.6).</summary>
    public void EnsureChangeable<T>(EastArray<T> array)
    {
        if (array.IsFrozen) throw Fail(BuiltinMessages.FrozenArray);
    }

    /// <summary>Throws unless values may be overwritten, which is allowed while it is iterated over (spec 4.6).</summary>
    public void EnsureChangeable<TKey, TValue>(EastDict<TKey, TValue> dict)
    {
        if (dict.IsFrozen) throw Fail(BuiltinMessages.FrozenDict);
    }

    /// <summary>Throws unless the content may be overwritten.</summary>
    public void EnsureChangeable<T>(EastRef<T> cell)
    {
        if (cell.IsFrozen) throw Fail(BuiltinMessages.FrozenRef);
    }
}
