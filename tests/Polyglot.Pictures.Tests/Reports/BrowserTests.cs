using System.Diagnostics;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Polyglot.Pictures.Reports;
using Polyglot.Pictures.Tests.Support;
using Polyglot.Store;
using Polyglot.Testing;

namespace Polyglot.Pictures.Tests.Reports;

/// <summary>The page in Chromium, where there is one: what is left of the document when its script has run.</summary>
public sealed class BrowserTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public void The_script_runs_and_no_other_does()
    {
        var page = Open(Stories.Chain(300, i => $"t{i}{Stories.Hostile}", detailed: 20, i => i == 3 ? Decision.Failed : Decision.Ran), "");
        Assert.That(page.Title, Does.StartWith("t0</script>"));
        Assert.That(page.QuerySelector(".tools")!.HasAttribute("hidden"), Is.False, "the page's own script was allowed");
        Assert.That(page.QuerySelectorAll("#rest tbody tr"), Has.Length.EqualTo(200));
        Assert.That(page.QuerySelector("#more")!.TextContent, Is.EqualTo("Show more of 280"));
        Assert.That(page.QuerySelector("#rest td:first-child")!.TextContent, Does.Contain("<script>document.title='taken'</script>"));
    }

    [Test]
    public void A_link_opens_its_task_and_finds_one_that_is_not_listed_yet()
    {
        var story = Stories.Chain(2_000, i => $"task-{i}", detailed: 20);
        Assert.That(Open(story, "#t7").QuerySelector("#t7")!.HasAttribute("open"));
        var page = Open(story, "#t1999");
        Assert.That(page.QuerySelectorAll("#rest tbody tr").Select(row => row.FirstElementChild!.TextContent), Is.EqualTo(new[] { "task-1999" }));
        Assert.That(page.QuerySelector("#count")!.TextContent, Is.EqualTo("1 of 2000"));
    }

    [Test]
    public void A_link_to_an_element_opens_it_and_its_task()
    {
        var story = Stories.Chain(3, i => $"t{i}", detailed: 3, parts: i => i == 1 ? Stories.Elements(1, ("[a]", Decision.Ran, 0.5), ("[b]", Decision.Ran, 0.5)) : null);
        var page = Open(story, "#t1-1");
        Assert.That(page.QuerySelectorAll("details[open]").Select(e => e.Id), Is.EqualTo(new[] { "t1", "t1-1" }));
    }

    private static IDocument Open(RunStory story, string fragment)
    {
        var browser = Find() ?? throw new IgnoreException("no Chromium is on the path; the page was not opened in a browser");
        using var folder = new TempDirectory();
        var file = folder.Write("report.html", new ReportPage(_ => "never ran").Html(story));
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={Path.Combine(folder.Path, "profile")}",
            "--virtual-time-budget=2000", "--dump-dom", new Uri(file).AbsoluteUri + fragment,
        }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var noise = process.StandardError.ReadToEndAsync();
        var dom = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the browser did not end");
        }
        Assert.That(process.ExitCode, Is.Zero, noise.Result);
        return new HtmlParser().ParseDocument(dom.Result);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
