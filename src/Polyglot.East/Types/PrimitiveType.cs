namespace Polyglot.East;

/// <summary>Never, Null, Boolean, Integer, Float, String, DateTime or Blob. The instances are the properties of <see cref="EastType"/>.</summary>
public sealed class PrimitiveType : EastType
{
    internal PrimitiveType(EastTypeKind kind) : base(kind, [], 0)
    {
    }

    /// <inheritdoc/>
    public override int? FixedWidth => Kind switch
    {
        EastTypeKind.Null => 0,
        EastTypeKind.Boolean => 1,
        EastTypeKind.Float => sizeof(double),
        _ => null,
    };

    private protected override bool PartsEqual(EastType other) => true;
}
