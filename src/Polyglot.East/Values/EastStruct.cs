namespace Polyglot.East;

/// <summary>
/// A value of type Struct: an immutable product without identity. How the fields are held is the subclass's business: boxed in an
/// array, packed side by side as in beast2 when every field is fixed-width, and (for compiled programs) as typed CLR fields.
/// Code that reads many fields uses the typed readers, which do not box.
/// </summary>
public abstract class EastStruct
{
    private protected EastStruct(StructType type) => Type = type;

    /// <summary>The type the value was made with. Where a supertype is asked for, fields have the same names and positions (spec 1.4).</summary>
    public StructType Type { get; }

    /// <summary>How many fields.</summary>
    public int Count => Type.Fields.Length;

    /// <summary>A field by position.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such field.</exception>
    public abstract object? this[int index] { get; }

    /// <summary>A field by name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public object? this[string name] =>
        Type.IndexOf(name) is >= 0 and var index ? this[index] : throw new KeyNotFoundException($"no field '{name}' in {Type}");

    /// <summary>A struct of these fields, in type order.</summary>
    /// <param name="type">The type; may be a part of a recursive type.</param>
    /// <param name="fields">One value per field, as <see cref="ClrTypes"/> says.</param>
    /// <exception cref="ArgumentException">The number of values is wrong. Whether each value fits is for <see cref="ValueCheck"/> to say.</exception>
    public static EastStruct Of(StructType type, params ReadOnlySpan<object?> fields) =>
        fields.Length != type.Fields.Length
            ? throw new ArgumentException($"{type} has {type.Fields.Length} fields, got {fields.Length} values")
            : new BoxedStruct(type, fields.ToArray());

    /// <summary>A Float field by position.</summary>
    /// <exception cref="InvalidCastException">The field is not a Float.</exception>
    public virtual double GetFloat(int index) => (double)this[index]!;

    /// <summary>An Integer field by position.</summary>
    /// <exception cref="InvalidCastException">The field is not an Integer.</exception>
    public virtual long GetInteger(int index) => (long)this[index]!;

    /// <summary>A Boolean field by position.</summary>
    /// <exception cref="InvalidCastException">The field is not a Boolean.</exception>
    public virtual bool GetBoolean(int index) => (bool)this[index]!;
}

/// <summary>A struct whose fields are objects.</summary>
internal sealed class BoxedStruct(StructType type, object?[] fields) : EastStruct(type)
{
    public override object? this[int index] => fields[index];
}
