using System.Globalization;
using Polyglot.East;

namespace Polyglot.Dataflow.Explaining;

/// <summary>Values as short East text for people. Pure.</summary>
internal static class ValueText
{
    /// <summary>The most characters that a value is shown with.</summary>
    public const int Longest = 100;

    // A value with more parts is said in words: its text would be made to be thrown away.
    private const int MostParts = 1000;

    /// <summary>East text, cut with an ellipsis; of large lists and contents what they are and how long.</summary>
    public static string Of(EastType type, object? value)
    {
        var (count, unit) = value switch
        {
            IEastArray array => (array.Count, "elements"),
            IEastSet set => (set.Count, "keys"),
            IEastDict dict => (dict.Count, "entries"),
            EastBlob blob => (blob.Length, "bytes"),
            string text => (text.Length, "characters"),
            _ => (0, ""),
        };
        if (count > MostParts) return $"{type} of {count.ToString(CultureInfo.InvariantCulture)} {unit}";
        return Cut(EastText.Print(type, value));
    }

    private static string Cut(string text)
    {
        if (text.Length <= Longest) return text;
        var length = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return text[..length] + "…";
    }
}
