using System.Buffers;
using System.Text;
using Polyglot.East;

namespace Polyglot.Dataflow.Explaining;

/// <summary>How two objects differ, for people. Immutable.</summary>
/// <param name="Old">East text of the old value, shortened; null where there is none at hand.</param>
/// <param name="New">East text of the new value, shortened; null where there is none at hand.</param>
/// <param name="OldType">The old value's type; null where there is none at hand.</param>
/// <param name="NewType">The new value's type; null where there is none at hand.</param>
/// <param name="Diff">Where both are texts of lines (Strings, text files, East programs as code): the hunks of a unified diff; else null.</param>
/// <param name="Changes">Where both are other values of one type: the first places that differ.</param>
/// <param name="MoreChanges">How many more places differ.</param>
public sealed record ContentDifference(
    string? Old, string? New, EastType? OldType, EastType? NewType, string? Diff, IReadOnlyList<ValueChange> Changes, int MoreChanges)
{
    /// <summary>How many places are given.</summary>
    public const int MostChanges = 20;

    /// <summary>Compares the beast2 files of two values; null stands for one that is not there or not at hand. What cannot be read counts as not at hand. Pure.</summary>
    public static ContentDifference? Between(ReadOnlyMemory<byte>? old, ReadOnlyMemory<byte>? now)
    {
        var (before, after) = (Decode(old), Decode(now));
        if (before is null && after is null) return null;
        var (oldText, newText) = (before is null ? null : ValueText.Of(before.Type, before.Value), after is null ? null : ValueText.Of(after.Type, after.Value));
        ContentDifference With(string? diff, IReadOnlyList<ValueChange> changes, int more) => new(oldText, newText, before?.Type, after?.Type, diff, changes, more);
        if (before is null || after is null || !before.Type.Equals(after.Type)) return With(null, [], 0);
        if (TextOf(before) is { } a && TextOf(after) is { } b && (a.Contains('\n', StringComparison.Ordinal) || b.Contains('\n', StringComparison.Ordinal)) && LineDiff.Unified(a, b) is { Length: > 0 } diff)
            return With(diff, [], 0);
        var (changes, more) = ValueComparison.Of(before.Type, before.Value, after.Value, MostChanges);
        return With(null, changes, more);
    }

    private static TypedValue? Decode(ReadOnlyMemory<byte>? file) =>
        file is { } bytes && Beast2.DecodeAny(bytes.Span, KeyOrder.Any) is { IsSuccess: true, Value: { } value } ? value : null;

    // Strings, Blobs that are UTF-8 text, and East programs as code.
    private static string? TextOf(TypedValue value)
    {
        if (value.Value is string text) return text;
        if (value.Type.Equals(IrTypes.Ir))
        {
            var bytes = new ArrayBufferWriter<byte>();
            Beast2.WriteValue(bytes, IrTypes.Ir, value.Value);
            return IrReader.NodeFromValue(bytes.WrittenSpan) is { IsSuccess: true, Value: var node } ? IrPrinter.Print(node) : null;
        }
        if (value.Value is not EastBlob blob) return null;
        try
        {
            var decoded = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(blob.Span);
            return decoded.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : decoded;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
