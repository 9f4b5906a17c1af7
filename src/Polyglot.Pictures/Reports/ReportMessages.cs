using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports;

/// <summary>What a report says of what it does not show.</summary>
internal static class ReportMessages
{
    public const string LogGone = "(what it printed cannot be read any more)";
    public const string PageIsFull = "Left out, because the page is full.";
    public const string ValueGone = "The value is gone or damaged; polyglot fsck says which.";
    public const string Dropped = "The value was dropped to save room; it is computed again when it is needed.";
    public const string NotAValue = "This value cannot be read.";
    public const string Cyclic = "A value that refers to itself.";

    public static string TooLarge(long size) => $"{Quantity.Size(size)}, too large to be shown here.";

    public static string LogCut(int characters) => $"\n… {Quantity.Count(characters, "character")} left out …\n";

    public static string TextCut(int characters) => $"{Quantity.Count(characters, "more character")} not shown";
}
