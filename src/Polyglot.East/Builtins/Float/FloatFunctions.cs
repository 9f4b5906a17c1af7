namespace Polyglot.East;

/// <summary>Roots, exponentials, logarithms and trigonometry; what has no real result is NaN (spec 5).</summary>
internal static class FloatFunctions
{
    [Builtin("FloatSqrt", "(Float) -> Float", IsInfallible = true)]
    public static double Sqrt(double x) => Math.Sqrt(x);

    [Builtin("FloatExp", "(Float) -> Float", IsInfallible = true)]
    public static double Exp(double x) => Math.Exp(x);

    [Builtin("FloatLog", "(Float) -> Float", IsInfallible = true)]
    public static double Log(double x) => Math.Log(x);

    [Builtin("FloatSin", "(Float) -> Float", IsInfallible = true)]
    public static double Sin(double x) => Math.Sin(x);

    [Builtin("FloatCos", "(Float) -> Float", IsInfallible = true)]
    public static double Cos(double x) => Math.Cos(x);

    [Builtin("FloatTan", "(Float) -> Float", IsInfallible = true)]
    public static double Tan(double x) => Math.Tan(x);
}
