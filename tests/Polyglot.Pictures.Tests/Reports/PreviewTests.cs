using System.IO.Compression;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Polyglot.East;
using Polyglot.Pictures.Reports;
using Polyglot.Pictures.Reports.Previews;
using Polyglot.Pictures.Tests.Support;

namespace Polyglot.Pictures.Tests.Reports;

public sealed class PreviewTests
{
    [Test]
    public void A_long_array_of_numbers_is_a_line_that_keeps_its_peak()
    {
        var numbers = Enumerable.Range(0, 100_000).Select(i => i == 70_123 ? 5.0 : 0.0);
        var page = Preview("Array<Float>", $"[{string.Join(", ", numbers.Select(n => n.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)))}]");
        var path = page.QuerySelector("svg.chart path.line")!.GetAttribute("d")!;
        Assert.That(path, Has.Length.LessThan(12_000));
        Assert.That(path.Split('M', 'L').Where(p => p.Length > 0).Min(p => double.Parse(p.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(10), "the peak is at the top");
        Assert.That(page.QuerySelector(".note")!.TextContent, Is.EqualTo("100000 values · least 0 · mean 5e-5 · greatest 5"));
    }

    [Test]
    public void Few_numbers_are_bars_from_zero()
    {
        var page = Preview("Array<Integer>", "[4, -1, 3]");
        Assert.That(page.QuerySelectorAll(".bar").Select(e => e.GetAttribute("style")), Is.EqualTo(new[] { "left:20%;width:80%", "left:0%;width:20%", "left:20%;width:60%" }));
        Assert.That(Preview("Dict<String, Float>", "{\"a\": 1.5, \"b\": 3.0}").QuerySelectorAll(".bar-name, .bar-value").Select(e => e.TextContent), Is.EqualTo(new[] { "a", "1.5", "b", "3" }));
    }

    [Test]
    public void What_is_no_number_is_a_gap_not_a_point()
    {
        var page = Preview("Array<Float>", $"[{string.Join(", ", Enumerable.Range(0, 30).Select(i => i == 10 ? "NaN" : i == 20 ? "Infinity" : "1.0"))}]");
        Assert.That(page.QuerySelector("path.line")!.GetAttribute("d")!.Count(c => c == 'M'), Is.EqualTo(3));
        Assert.That(page.QuerySelector("path.line")!.GetAttribute("d"), Does.Not.Contain("NaN"));
        Assert.That(Preview("Array<Float>", $"[{string.Join(", ", Enumerable.Repeat("NaN", 30))}]").Body!.TextContent, Is.EqualTo("30 values, none of them a number"));
    }

    [Test]
    public void Rows_over_time_are_a_chart_and_a_table_that_is_cut_in_the_middle()
    {
        var rows = string.Join(", ", Enumerable.Range(0, 40).Select(i => $"(at={new DateTime(2000 + i, 1, 1):yyyy-MM-dd}T00:00:00.000, ppm={300 + i}.5, place=\"x\")"));
        var page = Preview("Array<Struct<at: DateTime, ppm: Float, place: String>>", $"[{rows}]");
        Assert.That(page.QuerySelectorAll("svg.chart text.x").Select(e => e.TextContent), Is.EqualTo(new[] { "2000", "2010", "2020", "2030" }));
        Assert.That(page.QuerySelectorAll(".legend span").Select(e => e.TextContent), Is.EqualTo(new[] { "ppm", "over at" }));
        Assert.That(page.QuerySelectorAll("thead th").Select(e => e.TextContent), Is.EqualTo(new[] { "at", "ppm", "place" }));
        Assert.That(page.QuerySelectorAll("tbody tr:not(.gap)"), Has.Length.EqualTo(12));
        Assert.That(page.QuerySelector("tr.gap")!.TextContent, Is.EqualTo("… 28 more rows …"));
        Assert.That(page.QuerySelectorAll("tr.course svg.spark"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Lists_of_lists_of_numbers_are_lines_on_one_chart()
    {
        var page = Preview("Array<Array<Float>>", $"[{string.Join(", ", Enumerable.Range(0, 100).Select(i => $"[{i}.0, {i + 1}.0, {i + 3}.0]"))}]");
        Assert.That(page.QuerySelectorAll("path.line.faint"), Has.Length.EqualTo(40));
        Assert.That(page.QuerySelector(".note")!.TextContent, Is.EqualTo("100 lists, 40 drawn"));
    }

    [Test]
    public void Structs_are_their_fields_and_options_what_they_hold()
    {
        var page = Preview("Struct<slope: Float, at: Option<Integer>, trend: Array<Float>, none: Option<Integer>>", "(slope=1.25, at=.some 3, trend=[1.0, 2.0], none=.none)");
        Assert.That(page.QuerySelectorAll("dt").Select(e => e.TextContent), Is.EqualTo(new[] { "slope", "at", "trend", "none" }));
        Assert.That(page.QuerySelectorAll("dd .value").Select(e => e.TextContent), Is.EqualTo(new[] { "1.25", "3", "" }));
        Assert.That(page.QuerySelectorAll("dd .bar"), Has.Length.EqualTo(2));
    }

    [TestCase("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "image/png")]
    [TestCase("/9j/4AAQSkZJRgABAQEASABIAAD/2wBD", "image/jpeg")]
    [TestCase("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "image/gif")]
    public void Images_are_shown(string base64, string type)
    {
        var image = Html(Convert.FromBase64String(base64)).QuerySelector("img")!;
        Assert.That(image.GetAttribute("src"), Is.EqualTo($"data:{type};base64,{base64}"));
    }

    [Test]
    public void A_drawing_is_an_image_whose_scripts_never_run()
    {
        var page = Html(Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"));
        Assert.That(page.QuerySelector("img")!.GetAttribute("src"), Does.StartWith("data:image/svg+xml;base64,"));
        Assert.That(page.QuerySelectorAll("svg, script"), Is.Empty);
    }

    [Test]
    public void A_page_is_shown_in_a_frame_that_may_do_nothing()
    {
        var frame = Html(Encoding.UTF8.GetBytes("<!DOCTYPE html><p>\"hello\"</p><script>parent.x = 1</script>")).QuerySelector("iframe")!;
        Assert.That(frame.GetAttribute("sandbox"), Is.Empty);
        Assert.That(frame.GetAttribute("srcdoc"), Is.EqualTo("<!DOCTYPE html><p>\"hello\"</p><script>parent.x = 1</script>"));
    }

    [Test]
    public void What_is_packed_is_unpacked_within_limits()
    {
        Assert.That(Html(Gzip(Encoding.UTF8.GetBytes("hello"))).QuerySelector("pre")!.TextContent, Is.EqualTo("hello"));
        var bomb = Html(Gzip(new byte[50_000_000]));
        Assert.That(bomb.QuerySelector("pre")!.TextContent, Does.StartWith("00000000  1f 8b 08 "));
    }

    [Test]
    public void Bytes_are_numbers_and_long_text_is_cut_and_says_so()
    {
        Assert.That(Html([0, 1, 2, 65]).QuerySelector("pre")!.TextContent, Does.StartWith("00000000  00 01 02 41").And.EndWith("...A\n"));
        var text = Html(Encoding.UTF8.GetBytes(new string('x', 10_000)));
        Assert.That(text.QuerySelector("pre")!.TextContent, Has.Length.EqualTo(4_000));
        Assert.That(text.QuerySelector(".note")!.TextContent, Is.EqualTo("6000 more characters not shown"));
    }

    [Test]
    public void Hostile_values_stay_text_in_every_form()
    {
        var text = EastText.Print(EastType.String, string.Concat(Stories.Hostile.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))));
        foreach (var (type, value) in new[]
        {
            ("String", text), ("Array<String>", $"[{text}, {text}]"), ("Dict<String, Float>", $"{{{text}: 1.0}}"), ("Dict<String, String>", $"{{{text}: {text}}}"),
            ("Array<Struct<a: String, n: Integer>>", $"[(a={text}, n=1), (a={text}, n=2), (a={text}, n=3)]"), ("Struct<a: String>", $"(a={text})"), ("Set<String>", $"{{{text}}}"),
        })
        {
            var page = Preview(type, value);
            Assert.That(page.QuerySelectorAll("script, img, iframe, [onerror], [onload]"), Is.Empty, type);
            Assert.That(page.Body!.TextContent, Does.Contain("<script>").Or.Contain("</script>"), type);
        }
    }

    [TestCase(0, 32.5, 6, "0 10 20 30")]
    [TestCase(312.4, 371.6, 5, "320 340 360")]
    [TestCase(-0.5, 0.5, 5, "-0.4 -0.2 0 0.2 0.4")]
    [TestCase(2, 2, 5, "2")]
    public void Axes_have_round_numbers(double least, double greatest, int most, string ticks) =>
        Assert.That(string.Join(' ', Scale.Ticks(least, greatest, most).Select(Scale.Text)), Is.EqualTo(ticks));

    [Test]
    public void Logs_lose_what_is_for_terminals_and_their_middle()
    {
        Assert.That(LogText.Cut("\u001b[1;31mred\u001b[0m\r\n10%\r20%\rdone\u001b]0;title\u0007\n", 100), Is.EqualTo("red\ndone"));
        var cut = LogText.Cut(string.Join('\n', Enumerable.Range(0, 10_000)), 3_000);
        Assert.That(cut, Does.StartWith("0\n1\n").And.EndWith("9998\n9999").And.Match(@"\n… \d+ characters left out …\n"));
        Assert.That(cut, Has.Length.LessThan(3_100));
    }

    private static IDocument Preview(string type, string text)
    {
        var east = TypeSyntax.Parse(type).Value;
        return Parse(new ValuePreview(new()).Html(east, EastText.Parse(east, text).Value));
    }

    private static IDocument Html(byte[] bytes) => Parse(new ValuePreview(new()).Html(EastType.Blob, EastBlob.Wrap(bytes)));

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument($"<!doctype html><body>{html}");

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
