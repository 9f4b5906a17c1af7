namespace Polyglot.East;

/// <summary>
/// The relation <c>Is</c> of East values (spec 1.5): containers are the same when they are one object, everything else when its content
/// is. Floats go by number, so that -0.0 is 0.0, and NaN is NaN. Thread-safe.
/// </summary>
public static class EastIdentity
{
    private static readonly TypeCache<IdentityRoutine> Cache = new(static type => new IdentityCompiler().Compile(TypeNode.Of(type)));

    /// <summary>Whether two values are the same.</summary>
    /// <param name="type">A closed type of both values.</param>
    /// <param name="x">A value, as <see cref="ClrTypes"/> says.</param>
    /// <param name="y">A value, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The type is open, or it is a function type or has one in a field or case: functions have no identity.</exception>
    /// <exception cref="InsufficientExecutionStackException">The values are nested too deeply for this thread's stack.</exception>
    public static bool Is(EastType type, object? x, object? y) => Cache.Of(type).IsObjects(x, y);

    /// <summary>The relation of one type without boxing.</summary>
    /// <typeparam name="T">The CLR type of the values (<see cref="ClrTypes.Of"/>).</typeparam>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">As <see cref="Is"/>, or values of the type are not held as <typeparamref name="T"/>.</exception>
    public static Func<T, T, bool> Relation<T>(EastType type) => Cache.Of(type) is IdentityRoutine<T> routine
        ? routine.Is
        : throw new ArgumentException($"values of {type} are held as {ClrTypes.Of(type)}, not {typeof(T)}", nameof(type));
}
