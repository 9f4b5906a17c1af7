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

    public static string BadSource(int source) => Text($"source {source} of a dataflow's shape is none of what comes before it");

    public static string BadRunId(ReadOnlySpan<char> text) =>
        Text($"\"{Cut(text)}\" is not a run id: expected a form like 20260131-235959123-0a1b2c3d");

    // ---- Objects ----

    public static string ObjectMissing(ObjectId id, string path) =>
        Text($"object {id.Abbreviated()} is missing from the repository ({path}): it was lost, or dropped to save room; run its task by name to compute it anew ('polyglot run TASK'), or restore the file");

    public static string ObjectDamaged(ObjectId id, string path) =>
        Text($"object {id.Abbreviated()} is damaged: the content of {path} is not what its name says; run 'polyglot fsck --repair', then run again");

    public static string ObjectTooLarge(ObjectId id, long size) =>
        Text($"object {id.Abbreviated()} has {size} bytes, too many to read into memory; use its file instead");

    public static string ImportLength(long expected, long actual) =>
        Text($"the content changed while it was imported: expected {expected} bytes, got {(actual > expected ? "more" : actual.ToString(CultureInfo.InvariantCulture))}; wait until nobody writes to it, then run again");

    // ---- Files ----

    public static string SystemError(string verb, string path, string reason) =>
        Text($"cannot {verb} {path}: {reason}");

    public static string FileGone(string path) =>
        Text($"{path} is gone; another program deleted it, or it was taken over already");

    public static string FileTooLarge(string path, long size) =>
        Text($"{path} has {size} bytes, too many to read into memory");

    public const string PathWithoutEnd = "a path in UTF-8 ends with a zero";
    public const string TempSuffix = "the suffix of a temporary path must not contain separators";

    public static string TempInUse(string folder) =>
        Text($"{folder} is in use by another process with this one's identity; delete it if that cannot be");

    public static string OwnerFileGone(string path) =>
        Text($"{path} is gone: somebody emptied the repository's tmp folder while it was in use; start again");

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

    public static string RefLocked(RefName name, string path, Claimant? owner) =>
        Text($"ref {name} is being written by {owner?.ToString() ?? "another process"}; try again, or delete {path} if that process does not exist");

    public static string RefNameTaken(RefName name) =>
        Text($"ref {name} cannot be written: a ref is in the way whose name is a part of it, or of which it is a part; choose another name or delete that ref");

    // ---- Records ----

    public static string RecordDamaged(string what, string path, string reason) =>
        Text($"{path} cannot be read as {what}: {reason}; run 'polyglot fsck --repair'");

    public static string RunOfAnotherName(string path, RunId id) =>
        Text($"{path} holds run {id}, which is not its name; rename it, or run 'polyglot fsck --repair'");

    public static string TooManyCauses(int count) =>
        Text($"an error with {count} causes, the limit is {AttemptCodec.MaxCauses}");

    // ---- Repository ----

    public static string NotARepository(string path) =>
        Text($"{path} is not a Polyglot repository; run 'polyglot init' in the project's folder");

    public static string AlreadyARepository(string path) =>
        Text($"{path} is a Polyglot repository already; use it, or delete it to start anew");

    public static string NotEmpty(string path) =>
        Text($"{path} is not empty and not a Polyglot repository; choose another folder, or empty this one");

    public static string NewerFormat(string path, string found, string known) =>
        Text($"the repository {path} has format \"{Cut(found)}\", this Polyglot reads \"{known}\"; use the Polyglot that made it or a newer one");

    public static string BadFormat(string path) =>
        Text($"{path} does not say a repository's format; restore it with the content \"polyglot 1\" if this is a repository");

    // ---- Checking ----

    public const string RepairMoves = "run 'polyglot fsck --repair' to move it to .e3/lost";
    public const string RepairForgets = "run 'polyglot fsck --repair' to forget the execution, so that it is computed again";
    public const string RepairRemoves = "run 'polyglot fsck --repair' to remove it; any process that needs its place does so too";
    public const string RestoreOrDeleteRef = "run again to compute the object anew, or delete the ref";
    public const string RunAgain = "run again to compute it anew, or restore the object from a copy of the repository";
    public const string Misplaced = "nothing of this name belongs here";
    public const string AbandonedTemp = "scratch folder of a process that is gone";
    public const string BadOutput = "an execution's output file does not hold an id; the execution counts as not done";

    public static string BadRef(RefName name) => Text($"ref {name} does not hold an id");

    public static string DanglingRef(RefName name, ObjectId id) => Text($"ref {name} points to object {id.Abbreviated()}, which is missing or damaged");

    public static string LostOutput(ObjectId id) => Text($"an execution's output, object {id.Abbreviated()}, is missing or damaged");

    public static string TaskObjectOf(string task) => Text($"the task object of {task}");

    public static string NamesMissing(string what, ObjectId id) => Text($"object {id.Abbreviated()} ({what}) is missing");

    public static string AbandonedLock(Claimant? owner) => Text($"lock of {owner?.ToString() ?? "an unknown process"}, which is gone");

    private static string Cut(ReadOnlySpan<char> text) => text.Length <= Shown ? text.ToString() : string.Concat(text[..Shown], "...");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
