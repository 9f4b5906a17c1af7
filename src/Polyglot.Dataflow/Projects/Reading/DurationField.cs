using System.Buffers;
using System.Globalization;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads time spans: seconds as a number, or a number with its unit.</summary>
internal static class DurationField
{
    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789.");

    private static readonly IReadOnlyList<(string Suffix, double Seconds)> _units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>The time span, from a millisecond on; null after reporting what is wrong.</summary>
    public static TimeSpan? Read(DocumentNode node, ProblemList problems)
    {
        if (node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float or ScalarKind.String } scalar)
        {
            var (number, unit) = scalar.Kind == ScalarKind.String ? Split(scalar.Text) : (scalar.Text, 1);
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (unit > 0 && double.TryParse(number, Style, CultureInfo.InvariantCulture, out var value)
                && value * unit is >= 0.001 and <= 1e8) return TimeSpan.FromSeconds(value * unit);
        }
        problems.Add(node.Position, ProjectMessages.BadTimeout((node as ScalarNode)?.Text ?? node.Describe()), ProjectMessages.TimeoutNext);
        return null;
    }

    private static (string Number, double Unit) Split(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(_digits);
        foreach (var (suffix, seconds) in _units)
            if (digits > 0 && text.AsSpan(digits).SequenceEqual(suffix)) return (text[..digits], seconds);
        return (text, 0);
    }
}
