using System.Security.Cryptography;
using System.Text;

namespace Polyglot.East.Tests;

public sealed class UnicodeCaseTests
{
    [TestCase("αΣ", "ΑΣ")]
    [TestCase("straße ﬁ ŉ \u0390", "STRASSE FI ʼN \u0399\u0308\u0301")]
    [TestCase("mixed1é𐐨", "MIXED1É𐐀")]
    public void Upper_case_may_be_longer(string text, string expected) => Assert.That(UnicodeCase.ToUpper(text), Is.EqualTo(expected));

    [TestCase("αΣ", "ας")]
    [TestCase("ΑΣ ΣΑ Σ", "ας σα σ")]
    [TestCase("ΑΣ.", "ας.")]
    [TestCase("ΑΣ.Α", "ασ.α")]
    [TestCase("Α.Σ", "α.ς")]
    [TestCase("1Σ", "1σ")]
    [TestCase("𐐀Σ", "𐐨ς")]
    [TestCase("ΑΣ𐐀", "ασ𐐨")]
    [TestCase("İI", "i\u0307i")]
    [TestCase("ABC", "abc")]
    public void Lower_case_knows_the_end_of_a_word(string text, string expected) => Assert.That(UnicodeCase.ToLower(text), Is.EqualTo(expected));

    [Test]
    public void An_unpaired_surrogate_stays() => Assert.That(UnicodeCase.ToUpper("\ud801x") + UnicodeCase.ToLower("Ä\udc00"), Is.EqualTo("\ud801Xä\udc00"));

    [Test]
    public void Every_code_point_is_as_the_Unicode_database_says()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var c = 0; c <= 0x10ffff; c++)
        {
            if (c is >= 0xd800 and <= 0xdfff) continue;
            var text = char.ConvertFromUtf32(c);
            digest.AppendData(Encoding.UTF8.GetBytes($"{UnicodeCase.ToUpper(text)} {UnicodeCase.ToLower(text)}\n"));
        }
        Assert.That(Convert.ToHexStringLower(digest.GetHashAndReset()), Is.EqualTo(UnicodeCaseTable.Digest));
    }

    [TestCase('a', 'A')]
    [TestCase('\u017f', '\u017f')]
    [TestCase('\u212a', '\u212a')]
    [TestCase('\u00df', '\u00df')]
    [TestCase('\u00b5', '\u039c')]
    public void Patterns_that_ignore_case_compare_single_units(char unit, char folded) => Assert.That(UnicodeCase.Folded(unit), Is.EqualTo(folded));
}
