using System.Globalization;

namespace Polyglot.East;

internal static class ArrayMessages
{
    public const string PopFromEmpty = "Cannot pop from empty Array";
    public const string ReduceEmpty = "Cannot reduce empty array with no initial value";

    public static string OutOfBounds(long index) => string.Create(CultureInfo.InvariantCulture, $"Array index {index} out of bounds");
}
