namespace Polyglot.East;

/// <summary>
/// Structs whose fields are CLR fields, unboxed: what compiled programs make. References are held as objects, so that few classes are
/// enough: a class says which fields are Integers, Floats, Booleans and so on.
/// </summary>
internal static class FieldStruct
{
    /// <summary>The most fields that a class holds; longer structs are <see cref="BoxedStruct"/>.</summary>
    public const int MaxFields = 8;

    private static readonly Type[] Classes =
    [
        typeof(FieldStruct<>), typeof(FieldStruct<,>), typeof(FieldStruct<,,>), typeof(FieldStruct<,,,>), typeof(FieldStruct<,,,,>),
        typeof(FieldStruct<,,,,,>), typeof(FieldStruct<,,,,,,>), typeof(FieldStruct<,,,,,,,>),
    ];

    /// <summary>The class for structs whose fields have these CLR types, or null when there are none or too many.</summary>
    public static Type? For(Type[] fields) =>
        fields.Length is > 0 and <= MaxFields ? Classes[fields.Length - 1].MakeGenericType([.. fields.Select(AsField)]) : null;

    /// <summary>The CLR type of the field that holds values of a CLR type.</summary>
    public static Type AsField(Type type) => type.IsValueType ? type : typeof(object);

    /// <summary>A field of a struct that was not made by a program.</summary>
    public static T Read<T>(EastStruct value, int index)
    {
        if (typeof(T) == typeof(double)) return (T)(object)value.GetFloat(index);
        if (typeof(T) == typeof(long)) return (T)(object)value.GetInteger(index);
        if (typeof(T) == typeof(bool)) return (T)(object)value.GetBoolean(index);
        return (T)value[index]!;
    }
}

internal sealed class FieldStruct<T1>(StructType type, T1 f1) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public override object? this[int index] => index switch
    {
        0 => F1,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2>(StructType type, T1 f1, T2 f2) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3>(StructType type, T1 f1, T2 f2, T3 f3) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3, T4>(StructType type, T1 f1, T2 f2, T3 f3, T4 f4) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public readonly T4 F4 = f4;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        3 => F4,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3, T4, T5>(StructType type, T1 f1, T2 f2, T3 f3, T4 f4, T5 f5) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public readonly T4 F4 = f4;

    public readonly T5 F5 = f5;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        3 => F4,
        4 => F5,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3, T4, T5, T6>(StructType type, T1 f1, T2 f2, T3 f3, T4 f4, T5 f5, T6 f6) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public readonly T4 F4 = f4;

    public readonly T5 F5 = f5;

    public readonly T6 F6 = f6;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        3 => F4,
        4 => F5,
        5 => F6,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3, T4, T5, T6, T7>(StructType type, T1 f1, T2 f2, T3 f3, T4 f4, T5 f5, T6 f6, T7 f7) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public readonly T4 F4 = f4;

    public readonly T5 F5 = f5;

    public readonly T6 F6 = f6;

    public readonly T7 F7 = f7;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        3 => F4,
        4 => F5,
        5 => F6,
        6 => F7,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}

internal sealed class FieldStruct<T1, T2, T3, T4, T5, T6, T7, T8>(StructType type, T1 f1, T2 f2, T3 f3, T4 f4, T5 f5, T6 f6, T7 f7, T8 f8) : EastStruct(type)
{
    public readonly T1 F1 = f1;

    public readonly T2 F2 = f2;

    public readonly T3 F3 = f3;

    public readonly T4 F4 = f4;

    public readonly T5 F5 = f5;

    public readonly T6 F6 = f6;

    public readonly T7 F7 = f7;

    public readonly T8 F8 = f8;

    public override object? this[int index] => index switch
    {
        0 => F1,
        1 => F2,
        2 => F3,
        3 => F4,
        4 => F5,
        5 => F6,
        6 => F7,
        7 => F8,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
