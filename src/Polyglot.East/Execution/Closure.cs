namespace Polyglot.East;

/// <summary>
/// What the code of a closure gets as its first argument: the run, the objects that the code names, and, in the subclasses, the captured
/// variables (values of immutable ones, cells of mutable ones). References are held as objects, so that few classes are enough.
/// </summary>
internal class Closure
{
    public required EastRun Run;

    /// <summary>Sites, types, nodes and the like, by the numbers that the code knows.</summary>
    public required object[] Constants;

    /// <summary>The most variables that a subclass holds in fields; beyond, all are in <see cref="ClosureOfMany"/>.</summary>
    public const int MaxFields = 8;

    private static readonly Type[] Classes =
    [
        typeof(Closure<>), typeof(Closure<,>), typeof(Closure<,,>), typeof(Closure<,,,>), typeof(Closure<,,,,>),
        typeof(Closure<,,,,,>), typeof(Closure<,,,,,,>), typeof(Closure<,,,,,,,>),
    ];

    /// <summary>The class for captured variables of these CLR types.</summary>
    public static Type For(Type[] captured) => captured.Length switch
    {
        0 => typeof(Closure),
        <= MaxFields => Classes[captured.Length - 1].MakeGenericType(captured),
        _ => typeof(ClosureOfMany),
    };
}

/// <summary>More variables than there are fields for; they are objects.</summary>
internal sealed class ClosureOfMany : Closure
{
    public object[] Captured = [];
}

internal sealed class Closure<T1> : Closure
{
    public T1 F1 = default!;
}

internal sealed class Closure<T1, T2> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
}

internal sealed class Closure<T1, T2, T3> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
}

internal sealed class Closure<T1, T2, T3, T4> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
    public T4 F4 = default!;
}

internal sealed class Closure<T1, T2, T3, T4, T5> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
    public T4 F4 = default!;
    public T5 F5 = default!;
}

internal sealed class Closure<T1, T2, T3, T4, T5, T6> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
    public T4 F4 = default!;
    public T5 F5 = default!;
    public T6 F6 = default!;
}

internal sealed class Closure<T1, T2, T3, T4, T5, T6, T7> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
    public T4 F4 = default!;
    public T5 F5 = default!;
    public T6 F6 = default!;
    public T7 F7 = default!;
}

internal sealed class Closure<T1, T2, T3, T4, T5, T6, T7, T8> : Closure
{
    public T1 F1 = default!;
    public T2 F2 = default!;
    public T3 F3 = default!;
    public T4 F4 = default!;
    public T5 F5 = default!;
    public T6 F6 = default!;
    public T7 F7 = default!;
    public T8 F8 = default!;
}
