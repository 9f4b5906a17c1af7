namespace Polyglot.East;

/// <summary>
/// Maps of a closed family of CLR types to an East Variant, one case for each:
/// <code>
/// public static readonly ValueMap&lt;Program&gt; Programs = Union.Map(
///     Union.Case&lt;Program, IrProgram&gt;("ir", IrPrograms),
///     Union.Case&lt;Program, Command&gt;("command", Commands));
/// </code>
/// </summary>
public static class Union
{
    /// <summary>A case for values of the CLR type <typeparamref name="TCase"/>.</summary>
    public static UnionCase<T> Case<T, TCase>(string name, ValueMap<TCase> payload)
        where TCase : T
        => new(name, payload.Type, value => value is TCase, value => payload.ToEast((TCase)value!), value => payload.FromEast(value));

    /// <summary>A case without payload, for one value.</summary>
    public static UnionCase<T> Case<T>(string name, T value)
        => new(name, EastType.Null, other => EqualityComparer<T>.Default.Equals(value, other), _ => EastNull.Boxed, _ => value);

    /// <summary>The map of a family. The first case that fits a value is taken.</summary>
    /// <exception cref="ArgumentException">Two cases have the same name.</exception>
    public static ValueMap<T> Map<T>(params UnionCase<T>[] cases)
    {
        var type = EastType.Variant([.. cases.Select(c => (c.Name, c.Type))]);
        var byName = cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return new(type, value => ToEast(type, cases, value), value => byName[((EastVariant)value).Case].FromEast(((EastVariant)value).Payload!));
    }

    private static EastVariant ToEast<T>(VariantType type, UnionCase<T>[] cases, T value)
    {
        foreach (var item in cases)
            if (item.Fits(value)) return new EastVariant(type, item.Name, item.ToEast(value));
        throw new ArgumentException($"no case for {value?.GetType()} in {type}", nameof(value));
    }
}

/// <summary>One case of a union.</summary>
/// <typeparam name="T">The family.</typeparam>
public sealed class UnionCase<T>
{
    internal UnionCase(string name, EastType type, Func<T, bool> fits, Func<T, object> toEast, Func<object, T> fromEast) =>
        (Name, Type, Fits, ToEast, FromEast) = (name, type, fits, toEast, fromEast);

    internal string Name { get; }

    internal EastType Type { get; }

    internal Func<T, bool> Fits { get; }

    internal Func<T, object> ToEast { get; }

    internal Func<object, T> FromEast { get; }
}
