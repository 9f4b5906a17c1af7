namespace Polyglot.East;

/// <summary>Arithmetic of Integers; everything wraps to 64 bits (spec 5).</summary>
internal static class IntegerArithmetic
{
    [Builtin("IntegerNegate", "(Integer) -> Integer", IsInfallible = true)]
    public static long Negate(long x) => unchecked(-x);

    [Builtin("IntegerAdd", "(Integer, Integer) -> Integer", IsInfallible = true)]
    public static long Add(long x, long y) => unchecked(x + y);

    [Builtin("IntegerSubtract", "(Integer, Integer) -> Integer", IsInfallible = true)]
    public static long Subtract(long x, long y) => unchecked(x - y);

    [Builtin("IntegerMultiply", "(Integer, Integer) -> Integer", IsInfallible = true)]
    public static long Multiply(long x, long y) => unchecked(x * y);

    /// <summary>
    /// Toward zero. Zero divided by anything, zero included, is zero. Two things the reference gets wrong are put right: another number
    /// divided by zero is an East error (quirk 1), and the least number divided by -1 wraps (quirk 2).
    /// </summary>
    [Builtin("IntegerDivide", "(Integer, Integer) -> Integer")]
    public static long Divide(BuiltinSite site, long x, long y) => y switch
    {
        0 => x == 0 ? 0 : throw site.Fail(IntegerMessages.DivisionByZero),
        -1 => unchecked(-x),
        _ => x / y,
    };

    /// <summary>With the sign of the dividend; as <see cref="Divide"/> for zero and -1.</summary>
    [Builtin("IntegerRemainder", "(Integer, Integer) -> Integer")]
    public static long Remainder(BuiltinSite site, long x, long y) => y switch
    {
        0 => x == 0 ? 0 : throw site.Fail(IntegerMessages.DivisionByZero),
        -1 => 0,
        _ => x % y,
    };

    /// <summary>
    /// Modulo 2^64, by squaring, so that huge exponents take no time (quirk 3). A negative exponent gives 0, also for the bases 1 and -1.
    /// </summary>
    [Builtin("IntegerPow", "(Integer, Integer) -> Integer", IsInfallible = true)]
    public static long Pow(long x, long exponent)
    {
        if (exponent < 0) return 0;
        var result = 1L;
        for (var power = x; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = unchecked(result * power);
            power = unchecked(power * power);
        }
        return result;
    }

    /// <summary>The least number stays what it is.</summary>
    [Builtin("IntegerAbs", "(Integer) -> Integer", IsInfallible = true)]
    public static long Abs(long x) => x < 0 ? unchecked(-x) : x;

    [Builtin("IntegerSign", "(Integer) -> Integer", IsInfallible = true)]
    public static long Sign(long x) => Math.Sign(x);

    /// <summary>How often |x| can be divided by the base before it drops below the base; 0 where that has no meaning.</summary>
    [Builtin("IntegerLog", "(Integer, Integer) -> Integer", IsInfallible = true)]
    public static long Log(long x, long @base)
    {
        if (@base <= 1) return 0;
        var rest = x < 0 ? unchecked((ulong)-x) : (ulong)x;
        var times = 0L;
        for (; rest >= (ulong)@base; rest /= (ulong)@base) times++;
        return times;
    }

    /// <summary>The nearest Float, ties to even.</summary>
    [Builtin("IntegerToFloat", "(Integer) -> Float", IsInfallible = true)]
    public static double ToFloat(long x) => x;
}
