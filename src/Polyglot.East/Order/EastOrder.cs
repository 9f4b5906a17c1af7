namespace Polyglot.East;

/// <summary>
/// The total order and the deep equality of East values (spec 1.5): they agree, strings go by UTF-16 code unit, -0.0 comes before
/// 0.0, NaN is the greatest number and equal to itself, and values that contain themselves are compared in finite time.
/// Everything here is thread-safe as long as nobody changes the values.
/// </summary>
public static class EastOrder
{
    private static readonly TypeCache<OrderRoutine> Cache = new(static type => new OrderCompiler().Compile(TypeNode.Of(type)));

    /// <summary>Negative, zero or positive as <paramref name="x"/> comes before, equals or comes after <paramref name="y"/>.</summary>
    /// <param name="type">A closed type of both values.</param>
    /// <param name="x">A value, as <see cref="ClrTypes"/> says.</param>
    /// <param name="y">A value, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    /// <exception cref="InvalidCastException">A value is not of the type.</exception>
    /// <exception cref="InsufficientExecutionStackException">The values are nested too deeply for this thread's stack.</exception>
    public static int Compare(EastType type, object? x, object? y) => Routine(type).CompareObjects(x, y);

    /// <summary>Deep equality; the same as <see cref="Compare"/> giving zero.</summary>
    public static bool Equal(EastType type, object? x, object? y) => Compare(type, x, y) == 0;

    /// <summary>The order of one type without boxing.</summary>
    /// <typeparam name="T">The CLR type of the values (<see cref="ClrTypes"/>).</typeparam>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">The type is open, or its values are not held as <typeparamref name="T"/>.</exception>
    public static IComparer<T> Comparer<T>(EastType type) =>
        Routine(type) as IComparer<T> ?? throw new ArgumentException($"values of {type} are held as {ClrTypes.Of(type)}, not {typeof(T)}", nameof(type));

    private static OrderRoutine Routine(EastType type) => Cache.Of(type);
}
