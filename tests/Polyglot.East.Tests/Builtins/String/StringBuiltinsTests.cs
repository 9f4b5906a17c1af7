namespace Polyglot.East.Tests;

public sealed class StringBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("StringReplace");

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("e\u0301", 2)]
    [TestCase("a😀b", 3)]
    public void Length_counts_code_points(string text, long length) => Assert.That(StringParts.Length(text), Is.EqualTo(length));

    [TestCase("hello", 1, 3, "el")]
    [TestCase("hello", 3, 1, "")]
    [TestCase("hello", -5, 2, "he")]
    [TestCase("hello", 4, long.MaxValue, "o")]
    [TestCase("hello", 5, 6, "")]
    [TestCase("hello", long.MinValue, long.MaxValue, "hello")]
    [TestCase("a😀b", 1, 2, "😀")]
    [TestCase("a😀b😀", 2, 9, "b😀")]
    [TestCase("😀😀", 1, 1, "")]
    public void Substring_counts_code_points_and_clamps(string text, long from, long to, string part) =>
        Assert.That(StringParts.Substring(text, from, to), Is.EqualTo(part));

    [Test]
    public void An_unpaired_surrogate_counts_as_one()
    {
        Assert.That(StringParts.Length("a\ud800b"), Is.EqualTo(3));
        Assert.That(StringParts.Length("\udc00\ud800"), Is.EqualTo(2));
        Assert.That(StringParts.Substring("\ud83d😀x", 1, 3), Is.EqualTo("😀x"));
    }

    [TestCase("", ",", new[] { "" })]
    [TestCase("", "", new[] { "" })]
    [TestCase("a😀", "", new[] { "a", "😀" })]
    [TestCase("aXXbXX", "XX", new[] { "a", "b", "" })]
    [TestCase(",,", ",", new[] { "", "", "" })]
    public void Split_keeps_empty_pieces(string text, string delimiter, string[] pieces) =>
        Assert.That(StringParts.Split(text, delimiter), Is.EqualTo(pieces));

    [TestCase("ab", 3, "ababab")]
    [TestCase("ab", 0, "")]
    [TestCase("ab", -1, "")]
    [TestCase("", long.MaxValue, "")]
    public void Repeat_repeats(string text, long count, string expected) => Assert.That(StringParts.Repeat(Site, text, count), Is.EqualTo(expected));

    [TestCase(536_870_889, 536_870_889)]
    [TestCase(long.MaxValue, long.MaxValue)]
    public void A_text_that_would_be_too_long_is_an_East_error(long count, long length) =>
        Sites.Fails(StringMessages.TooLong(length), () => StringParts.Repeat(Site, "x", count));

    [TestCase("\t\n\v\f\r \u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeffx\ufeff", "x")]
    [TestCase("\u0085x\u200b", "\u0085x\u200b")]
    [TestCase("\u180ex", "\u180ex")]
    public void Trim_strips_what_ECMAScript_calls_white_space(string text, string trimmed) => Assert.That(StringParts.Trim(text), Is.EqualTo(trimmed));

    [Test]
    public void Trim_has_one_sided_forms() =>
        Assert.That((StringParts.TrimStart(" a "), StringParts.TrimEnd(" a "), StringParts.Trim(" ")), Is.EqualTo(("a ", " a", "")));

    [TestCase("aaaa", "aa", "b", "bb")]
    [TestCase("hello", "", "X", "XhXeXlXlXoX")]
    [TestCase("a😀", "", "-", "-a-😀-")]
    [TestCase("", "", "x", "x")]
    [TestCase("abc", "z", "$&", "abc")]
    [TestCase("a.b", ".", "$$", "a$b")]
    [TestCase("abc", "b", "[$&$`$']", "a[bac]c")]
    [TestCase("abc", "b", "$1$<x>$", "a$1$<x>$c")]
    [TestCase("ab", "", "$`|", "|aa|bab|")]
    public void Replace_replaces_all_and_knows_dollar_signs(string text, string search, string replacement, string expected) =>
        Assert.That(StringReplacing.Replace(Site, text, search, replacement), Is.EqualTo(expected));

    [TestCase("😀b😀c", "c", 3)]
    [TestCase("abc", "", 0)]
    [TestCase("abc", "z", -1)]
    public void IndexOf_counts_code_points(string text, string part, long index) => Assert.That(StringSearch.IndexOf(text, part), Is.EqualTo(index));

    [Test]
    public void Searching_knows_no_culture()
    {
        Assert.That(StringSearch.StartsWith("e\u0301", "e"), Is.True);
        Assert.That(StringSearch.Contains("stra\u00dfe", "ss"), Is.False);
        Assert.That(StringSearch.EndsWith("abc", ""), Is.True);
    }

    [Test]
    public void Bytes_are_UTF_8_or_marked_UTF_16()
    {
        Assert.That($"{StringEncodings.EncodeUtf8("aé😀")} {StringEncodings.EncodeUtf8("a\ud800b")}", Is.EqualTo("0x61c3a9f09f9880 0x61efbfbd62"));
        Assert.That($"{StringEncodings.EncodeUtf16("aé😀")} {StringEncodings.EncodeUtf16("\ud800")}", Is.EqualTo("0xfffe6100e9003dd800de 0xfffe00d8"));
    }

    [Test]
    public void Values_are_read_from_text_or_the_error_says_where()
    {
        var site = Sites.Of("Parse", "Array<Integer>");
        Assert.That(StringFormats.Parse<EastArray<long>>(site, "[1, 2]"), Is.EqualTo(new[] { 1L, 2L }));
        Sites.Fails(
            "Failed to parse .Array .Integer at 4: Error occurred because expected integer, got 'x' at [1] (line 1, col 5) while parsing value of type \".Array .Integer\"",
            () => StringFormats.Parse<EastArray<long>>(site, "[1, x"));
        Assert.That(StringFormats.Print(Sites.Of("Print", "Array<Integer>"), EastArray.Wrap([1L, 2L])), Is.EqualTo("[1, 2]"));
    }

    [Test]
    public void Values_are_read_from_json_or_the_error_says_why()
    {
        var site = Sites.Of("StringParseJSON", "Boolean");
        Assert.That(StringFormats.ParseJson<bool>(site, "true"), Is.True);
        Assert.That(StringFormats.PrintJson(site, true), Is.EqualTo("true"));
        Sites.Fails(
            "Failed to convert JSON to .Boolean: Error occurred because expected boolean, got 1 (line 1, col 1) while parsing value of type \".Boolean\"",
            () => StringFormats.ParseJson<bool>(site, "1"));
        Assert.That(Assert.Throws<EastException>(() => StringFormats.ParseJson<bool>(site, "tru"))!.Message, Does.StartWith("Failed to parse JSON: "));
        var function = Sites.Of("StringPrintJSON", "() => Null");
        Sites.Fails(EastJsonMessages.NoFunctions(function.Types[0]), () => StringFormats.PrintJson<object?>(function, null));
    }
}
