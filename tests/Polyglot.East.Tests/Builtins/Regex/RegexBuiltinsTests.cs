namespace Polyglot.East.Tests;

public sealed class RegexBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("RegexReplace");

    [TestCase("$0", "invalid regex replacement string: unescaped $ at $0")]
    [TestCase("a$&", "invalid regex replacement string: unescaped $ at $&")]
    [TestCase("$`", "invalid regex replacement string: unescaped $ at $`")]
    [TestCase("$'", "invalid regex replacement string: unescaped $ at $'")]
    [TestCase("$x$", "invalid regex replacement string: unescaped $ at $x")]
    [TestCase("$😀", "invalid regex replacement string: unescaped $ at $😀")]
    [TestCase("x$", "invalid regex replacement string: unescaped $ at end of string")]
    [TestCase("$$$", "invalid regex replacement string: unescaped $ at end of string")]
    [TestCase("$<", "invalid regex replacement string: unterminated group name in $<...>")]
    [TestCase("$<a", "invalid regex replacement string: unterminated group name in $<...>")]
    [TestCase("$<>", "invalid regex replacement string: empty group name in $<>")]
    [TestCase("$<a b>", "invalid regex replacement string: invalid character \" \" in group name in $<...>")]
    [TestCase("$<é>", "invalid regex replacement string: invalid character \"é\" in group name in $<...>")]
    public void A_replacement_is_refused_before_anything_is_searched(string replacement, string message) =>
        Sites.Fails(message, () => RegexBuiltins.Replace(Site, "no match", "(", "", replacement));

    [Test]
    public void A_refused_replacement_that_is_a_literal_is_located_where_it_stands()
    {
        BuiltinTable.TryGet("RegexReplace", out var definition);
        var literal = new IrLocation("t.east", 9, 9);
        var site = new BuiltinSite(definition!, [], Sites.Here, [null, literal with { Line = 8 }, null, literal]);
        Assert.That(Assert.Throws<EastException>(() => RegexBuiltins.Replace(site, "", "", "", "$"))!.Locations, Is.EqualTo(new[] { literal }));
        var other = new BuiltinSite(definition!, [], Sites.Here, [literal, literal, literal, null]);
        Assert.That(Assert.Throws<EastException>(() => RegexBuiltins.Replace(other, "", "", "", "$"))!.Locations, Is.EqualTo(new[] { Sites.Here }));
    }

    [Test]
    public void A_text_that_is_no_pattern_is_an_East_error() =>
        Sites.Fails(RegexMessages.Pattern("a)", RegexMessages.UnmatchedClose), () => RegexBuiltins.Contains(Site, "", "a)", ""));

    [TestCase("x")]
    [TestCase("ii")]
    [TestCase("u")]
    [TestCase("y")]
    public void Flags_that_mean_nothing_here_are_East_errors(string flags) =>
        Sites.Fails(RegexMessages.Flags(flags), () => RegexBuiltins.IndexOf(Site, "", "a", flags));

    [Test]
    public void The_flag_g_changes_nothing()
    {
        Assert.That(RegexBuiltins.Contains(Site, "aa", "a", "g"), Is.True);
        Assert.That(RegexBuiltins.Contains(Site, "aa", "a", "g"), Is.True);
        Assert.That(RegexBuiltins.Replace(Site, "aa", "a", "", "b"), Is.EqualTo(RegexBuiltins.Replace(Site, "aa", "a", "g", "b")));
    }

    [TestCase("😀😀b", "b", 2)]
    [TestCase("abc", "$", -1)]
    [TestCase("", "x*", -1)]
    [TestCase("abc", "z", -1)]
    [TestCase("abc", "", 0)]
    public void An_index_counts_code_points_and_the_end_is_nowhere(string text, string pattern, long index) =>
        Assert.That(RegexBuiltins.IndexOf(Site, text, pattern, ""), Is.EqualTo(index));

    [Test]
    public void A_search_that_would_not_end_is_an_East_error() =>
        Sites.Fails(RegexMessages.TooManySteps("(a+)+$"), () => RegexBuiltins.Contains(Site, new string('a', 60) + "!", "(a+)+$", ""));

    [TestCase("(a|a)*$")]
    [TestCase("(?:a*)*b")]
    [TestCase("(?=(a+)+$)a")]
    [TestCase("(a|aa)+\\1{3}$")]
    [TestCase("(?:){2147483647}")]
    public void Steps_are_counted_whatever_the_pattern_does(string pattern)
    {
        var matcher = new RegexMatcher(EastRegex.Compile(pattern, "", out _)!, new string('a', 60) + "!", steps: 100_000);
        Assert.That(() => matcher.Find(0), Throws.TypeOf<RegexTooCostlyException>());
    }

    [Test]
    public void Long_texts_and_deep_backtracking_need_no_deep_stack()
    {
        var text = string.Concat(Enumerable.Repeat("ab", 100_000));
        Assert.That(RegexBuiltins.Contains(Site, text, "^(?:(a)|b)*$", ""), Is.True);
        Assert.That(RegexBuiltins.Contains(Site, text, "^(?:a|b)*?$", ""), Is.True);
        Assert.That(RegexBuiltins.IndexOf(Site, text + "c", "c", ""), Is.EqualTo(text.Length));
        Assert.That(RegexBuiltins.Replace(Site, text, "a", "", ""), Is.EqualTo(new string('b', 100_000)));
    }

    [Test]
    public void Patterns_nested_beyond_reason_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("(?:", 10_000)) + string.Concat(Enumerable.Repeat(")", 10_000));
        Sites.Fails(RegexMessages.Pattern(deep, RegexMessages.TooDeep), () => RegexBuiltins.Contains(Site, "", deep, ""));
    }
}
