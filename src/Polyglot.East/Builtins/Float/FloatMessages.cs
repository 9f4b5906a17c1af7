namespace Polyglot.East;

internal static class FloatMessages
{
    public const string NaN = "Cannot convert NaN to integer";
    public const string TooHigh = "Float too high to convert to integer";
    public const string TooLow = "Float too low to convert to integer";
    public const string NotWhole = "Cannot convert non-integer float to integer";
}
