using System.Globalization;

namespace Polyglot.Store;

/// <summary>Every message of the store: what is wrong, where, what to do next.</summary>
internal static class StoreMessages
{
    private const int Shown = 80;

    // ---- Ids ----

    public const string HexBuffer = "the buffer must hold 64 characters";

    public static string IdLength(int length) => Text($"an id has 32 bytes, got {length}");

    public static string BadId(string what, ReadOnlySpan<char> text) =>
        Text($"\"{Cut(text)}\" is not {what}: expected 64 lower-case hex digits");

    public static string BadRunId(ReadOnlySpan<char> text) =>
        Text($"\"{Cut(text)}\" is not a run id: expected a form like 20260131-235959123-0a1b2c3d");

    // ---- Objects ----

    public static string ObjectMissing(ObjectId id, string path) =>
        Text($"object {id.Abbreviated()} is missing from the repository ({path}); run again to compute it anew, or restore the file");

    public static string ObjectDamaged(ObjectId id, string path) =>
        Text($"object {id.Abbreviated()} is damaged: the content of {path} is not what its name says; run 'polyglot fsck --repair', then run again");

    public static string ObjectTooLarge(ObjectId id, long size) =>
        Text($"object {id.Abbreviated()} has {size} bytes, too many to read into memory; use its file instead");

    public static string ImportLength(long expected, long actual) =>
        Text($"the content changed while it was imported: expected {expected} bytes, got {(actual > expected ? "more" : actual.ToString(CultureInfo.InvariantCulture))}; wait until nobody writes to it, then run again");

    // ---- Refs ----

    public const string SegmentEmpty = "a part between slashes is empty";
    public const string SegmentTooLong = "a part between slashes is longer than 100 characters";
    public const string SegmentStart = "every part must begin with a letter or digit (A-Z, a-z, 0-9)";
    public const string SegmentCharacter = "only letters, digits and . _ - are allowed between slashes";
    public const string SegmentDots = "\"..\" is not allowed";
    public const string SegmentEnd = "no part may end with a dot";
    public const string SegmentLock = "no part may end with .lock";
    public const string SegmentDevice = "device names of Windows (con, nul, com1, ...) are not allowed";

    public static string RefNameTooLong(string text) =>
        Text($"\"{Cut(text)}\" is not a ref name: it has {text.Length} characters, the limit is {RefName.MaxLength}; choose a shorter name");

    public static string RefNameWithoutNamespace(string text) =>
        Text($"\"{Cut(text)}\" is not a ref name: expected namespace/name");

    public static string BadRefName(string text, string problem) =>
        Text($"\"{Cut(text)}\" is not a ref name: {problem}; choose another name");

    private static string Cut(ReadOnlySpan<char> text) => text.Length <= Shown ? text.ToString() : string.Concat(text[..Shown], "...");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
