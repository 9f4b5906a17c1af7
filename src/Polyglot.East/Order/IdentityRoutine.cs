using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>When values of one type are the same, for callers that do not know its CLR type.</summary>
internal abstract class IdentityRoutine
{
    public abstract bool IsObjects(object? x, object? y);
}

/// <summary>When values of one type are the same.</summary>
internal abstract class IdentityRoutine<T> : IdentityRoutine
{
    public abstract bool Is(T x, T y);

    public sealed override bool IsObjects(object? x, object? y) => Is((T)x!, (T)y!);
}

/// <summary>By content: Null, Boolean, Integer, String, DateTime, Blob.</summary>
internal sealed class SameContent<T> : IdentityRoutine<T>
    where T : IEquatable<T>
{
    public override bool Is(T x, T y) => x.Equals(y);
}

/// <summary>Quirk: by number, unlike equality, so -0.0 is 0.0.</summary>
internal sealed class SameNumber : IdentityRoutine<double>
{
    public override bool Is(double x, double y) => x == y || (double.IsNaN(x) && double.IsNaN(y));
}

/// <summary>By object: the containers, whatever holds them.</summary>
internal sealed class SameObject<T> : IdentityRoutine<T>
    where T : class
{
    public override bool Is(T x, T y) => ReferenceEquals(x, y);
}

internal sealed class NeverSame : IdentityRoutine<object>
{
    public override bool Is(object x, object y) => throw new InvalidOperationException("type Never has no values to compare");
}

/// <summary>Field by field. Structs that contain themselves do so through a container, so this ends.</summary>
internal sealed class SameFields : IdentityRoutine<EastStruct>
{
    public IdentityRoutine[] Fields { get; set; } = [];

    public override bool Is(EastStruct x, EastStruct y)
    {
        if (ReferenceEquals(x, y)) return true;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < Fields.Length; i++)
            if (!Fields[i].IsObjects(x[i], y[i])) return false;
        return true;
    }
}

/// <summary>The same case with the same payload.</summary>
internal sealed class SameCase(VariantType type) : IdentityRoutine<EastVariant>
{
    public IdentityRoutine[] Cases { get; set; } = [];

    public override bool Is(EastVariant x, EastVariant y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x.Case != y.Case) return false;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var index = x.IndexIn(type);
        if (index < 0) throw new InvalidCastException($"no case '{x.Case}' in {type}");
        return Cases[index].IsObjects(x.Payload, y.Payload);
    }
}
