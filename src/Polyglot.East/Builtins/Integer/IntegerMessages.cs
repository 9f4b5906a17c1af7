namespace Polyglot.East;

internal static class IntegerMessages
{
    public const string DivisionByZero = "Division by zero";
}
