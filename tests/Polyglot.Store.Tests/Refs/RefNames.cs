namespace Polyglot.Store.Tests;

public sealed class RefNames
{
    [TestCase("outputs/page")]
    [TestCase("runs/co2-outlook/latest.1_x")]
    [TestCase("a/b/c/d/e")]
    [TestCase("A1/9")]
    public void A_good_name_is_kept_as_it_is(string text)
    {
        var name = RefName.Parse(text);
        Assert.That(name.ToString(), Is.EqualTo(text));
        Assert.That($"{name.Namespace}/{name.Name}", Is.EqualTo(text));
        Assert.That(RefName.TryParse(text, out var same) && same == name);
    }

    private static readonly TestCaseData[] Bad =
    [
        new("", StoreMessages.RefNameWithoutNamespace("")),
        new("page", StoreMessages.RefNameWithoutNamespace("page")),
        new("/page", StoreMessages.BadRefName("/page", StoreMessages.SegmentEmpty)),
        new("a//b", StoreMessages.BadRefName("a//b", StoreMessages.SegmentEmpty)),
        new("a/", StoreMessages.BadRefName("a/", StoreMessages.SegmentEmpty)),
        new("a/..", StoreMessages.BadRefName("a/..", StoreMessages.SegmentStart)),
        new("../a", StoreMessages.BadRefName("../a", StoreMessages.SegmentStart)),
        new("a/b..c", StoreMessages.BadRefName("a/b..c", StoreMessages.SegmentDots)),
        new("a/.b", StoreMessages.BadRefName("a/.b", StoreMessages.SegmentStart)),
        new("a/-b", StoreMessages.BadRefName("a/-b", StoreMessages.SegmentStart)),
        new("a/b.", StoreMessages.BadRefName("a/b.", StoreMessages.SegmentEnd)),
        new("a/b.lock", StoreMessages.BadRefName("a/b.lock", StoreMessages.SegmentLock)),
        new("a/b.LOCK", StoreMessages.BadRefName("a/b.LOCK", StoreMessages.SegmentLock)),
        new("a/b c", StoreMessages.BadRefName("a/b c", StoreMessages.SegmentCharacter)),
        new("a/b\\c", StoreMessages.BadRefName("a/b\\c", StoreMessages.SegmentCharacter)),
        new("a/b\0", StoreMessages.BadRefName("a/b\0", StoreMessages.SegmentCharacter)),
        new("a/\u00e9", StoreMessages.BadRefName("a/\u00e9", StoreMessages.SegmentStart)),
        new("C:/a", StoreMessages.BadRefName("C:/a", StoreMessages.SegmentCharacter)),
        new("a/nul", StoreMessages.BadRefName("a/nul", StoreMessages.SegmentDevice)),
        new("a/COM1.txt", StoreMessages.BadRefName("a/COM1.txt", StoreMessages.SegmentDevice)),
        new("a/" + new string('x', 101), StoreMessages.BadRefName("a/" + new string('x', 101), StoreMessages.SegmentTooLong)),
        new("a/" + string.Join('/', Enumerable.Repeat("xxxxxxxxx", 24)), StoreMessages.RefNameTooLong("a/" + string.Join('/', Enumerable.Repeat("xxxxxxxxx", 24)))),
    ];

    [TestCaseSource(nameof(Bad))]
    public void A_bad_name_is_refused_and_says_which_rule(string text, string message)
    {
        Assert.That(RefName.TryParse(text, out _), Is.False);
        Assert.That(() => RefName.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
    }
}
