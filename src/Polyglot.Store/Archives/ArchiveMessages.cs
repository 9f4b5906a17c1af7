namespace Polyglot.Store;

/// <summary>Messages about archives and what is in them.</summary>
internal static class ArchiveMessages
{
    public const string Bundle = "the archive's list of contents";
    public const string NegativeSize = "a size cannot be";
    public const string BadAttempt = "an attempt cannot be read";
    public const string BadRun = "a run cannot be read";
    public const string Truncated = "it ends in the middle";
    public const string BadHeader = "there is something that is no tar header";
    public const string BadEnd = "there is something after its end";
    public const string NotAFile = "there is a link, a folder or another thing that is no plain file";
    public const string NoBundle = "it does not begin with the list of its contents";
    public const string TooManyBundles = "it has a second list of contents";

    public static string OtherVersion(long version) => Text($"it is of version {version}, this Polyglot reads version 1");

    public static string BadBundle(string path, string reason) => Text($"{path}: the list of contents cannot be read: {reason}");

    public static string Twice(object id) => Text($"{id} is named twice");

    public static string BadTag(string name) => Text($"\"{Cut(name)}\" is not a ref name");

    public static string BadName(string name) => Text($"\"{Cut(name)}\" is not a name that an archive has");

    public static string NotAnnounced(ObjectId id) => Text($"object {id.Abbreviated()} is not in the list of contents");

    public static string TwiceInside(ObjectId id) => Text($"object {id.Abbreviated()} is in it twice");

    public static string OtherSize(ObjectId id, long size) => Text($"object {id.Abbreviated()} does not have the {size} bytes that the list of contents says");

    public static string OtherContent(ObjectId id) => Text($"the content of object {id.Abbreviated()} is not what its name says");

    public static string Incomplete(int count) => Text($"{count} of the objects in the list of contents are not in it");

    public static string TooLarge(long size, long limit) => Text($"it unpacks to {size} bytes, more than the limit of {limit}; say --max-size if it is to be trusted");

    public static string BundleTooLarge(long size) => Text($"its list of contents has {size} bytes, which is too many");

    public static string Refused(string path, string reason) => Text($"the archive {path} is refused: {reason}; nothing was taken from it");

    public static string Lost(ObjectId id) => Text($"object {id.Abbreviated()} changed or vanished while it was copied; check the repository with 'polyglot fsck', then run the same again");

    private static string Cut(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
