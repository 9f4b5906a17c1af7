namespace Polyglot.East;

/// <summary>Arithmetic of Floats, which is that of IEEE 754 (spec 5).</summary>
internal static class FloatArithmetic
{
    [Builtin("FloatNegate", "(Float) -> Float", IsInfallible = true)]
    public static double Negate(double x) => -x;

    [Builtin("FloatAdd", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Add(double x, double y) => x + y;

    [Builtin("FloatSubtract", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Subtract(double x, double y) => x - y;

    [Builtin("FloatMultiply", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Multiply(double x, double y) => x * y;

    [Builtin("FloatDivide", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Divide(double x, double y) => x / y;

    /// <summary>The <c>fmod</c> of C: with the sign of the dividend.</summary>
    [Builtin("FloatRemainder", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Remainder(double x, double y) => x % y;

    /// <summary>The <c>pow</c> of C, except that 1 to a NaN and 1 or -1 to an infinity are NaN.</summary>
    [Builtin("FloatPow", "(Float, Float) -> Float", IsInfallible = true)]
    public static double Pow(double x, double y) =>
        (x is 1 or -1 && double.IsInfinity(y)) || (x == 1 && double.IsNaN(y)) ? double.NaN : Math.Pow(x, y);

    /// <summary>-0.0 stays -0.0 (quirk 4, which programs may see).</summary>
    [Builtin("FloatAbs", "(Float) -> Float", IsInfallible = true)]
    public static double Abs(double x) => x < 0 ? -x : x;

    /// <summary>1.0, -1.0, or 0.0, which stands for both zeros and NaN.</summary>
    [Builtin("FloatSign", "(Float) -> Float", IsInfallible = true)]
    public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : 0;

    [Builtin("FloatToInteger", "(Float) -> Integer")]
    public static long ToInteger(BuiltinSite site, double x)
    {
        if (double.IsNaN(x)) throw site.Fail(FloatMessages.NaN);
        if (x >= 9223372036854775808.0) throw site.Fail(FloatMessages.TooHigh);
        if (x < -9223372036854775808.0) throw site.Fail(FloatMessages.TooLow);
        if (Math.Truncate(x) != x) throw site.Fail(FloatMessages.NotWhole);
        return (long)x;
    }
}
