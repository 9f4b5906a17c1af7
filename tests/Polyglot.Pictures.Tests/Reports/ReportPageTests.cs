using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Polyglot.Pictures.Reports;
using Polyglot.Pictures.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Pictures.Tests.Reports;

/// <summary>The page as an HTML parser reads it.</summary>
public sealed class ReportPageTests
{
    [Test]
    public void Whatever_tasks_say_is_text_and_nothing_else()
    {
        var harmless = Parse(Stories.Chain(40, i => $"t{i}", detailed: 20, i => i == 3 ? Decision.Failed : Decision.Ran));
        var hostile = Parse(Stories.Chain(40, i => $"t{i}{Stories.Hostile}", detailed: 20, i => i == 3 ? Decision.Failed : Decision.Ran));
        // The same elements with the same attributes: nothing of the text became markup.
        static IEnumerable<string> Elements(IDocument page) => page.All.Select(e => $"{e.LocalName} {string.Join(' ', e.Attributes.Select(a => a.Name))}");
        Assert.That(Elements(hostile), Is.EqualTo(Elements(harmless)));
        Assert.That(hostile.Scripts.Where(s => s.Type != "application/json").Select(s => s.TextContent), Is.EqualTo(harmless.Scripts.Where(s => s.Type != "application/json").Select(s => s.TextContent)));
        Assert.That(hostile.QuerySelector("details .task-name")!.TextContent, Does.StartWith("t0</script></style></title></pre></textarea>--><script>"));
        Assert.That(hostile.All.SelectMany(e => e.Attributes).Select(a => a.Name).Where(name => name.StartsWith("on", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_policy_allows_the_page_its_own_script_and_nothing_from_elsewhere()
    {
        var page = Parse(Stories.Chain(3, i => $"t{i}", detailed: 3));
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        var script = page.Scripts.Single(s => s.Type != "application/json").TextContent;
        Assert.That(policy, Does.StartWith("default-src 'none'; ").And.Contain($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));
        Assert.That(page.QuerySelectorAll("link, object, embed, base, [src]:not([src^='data:']), iframe:not([srcdoc])"), Is.Empty);
        Assert.That(page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")), Has.All.StartsWith("#"));
        Assert.That(page.DocumentElement.OuterHtml, Does.Not.Contain("@import").And.Not.Contain("url(http"));
    }

    [Test]
    public void Every_link_leads_to_something_on_the_page()
    {
        var page = Parse(Stories.Chain(12, i => $"t{i}", detailed: 12, i => i == 11 ? Decision.Failed : Decision.Ran));
        foreach (var link in page.QuerySelectorAll("a[href]")) Assert.That(page.GetElementById(link.GetAttribute("href")![1..]), Is.Not.Null, link.OuterHtml);
        foreach (var label in page.QuerySelectorAll("[aria-labelledby]")) Assert.That(page.GetElementById(label.GetAttribute("aria-labelledby")!), Is.Not.Null);
        Assert.That(page.QuerySelectorAll("[id]").Select(e => e.Id), Is.Unique);
    }

    [Test]
    public void A_failure_is_told_first_with_the_users_own_line()
    {
        var page = Parse(Stories.Chain(3, i => $"t{i}", detailed: 3, i => i == 1 ? Decision.Failed : i == 2 ? Decision.Blocked : Decision.Ran));
        Assert.That(page.QuerySelector("main > section")!.ClassList, Does.Contain("failures"));
        Assert.That(page.QuerySelector(".failures h2")!.TextContent, Is.EqualTo("1 task failed, 1 could not run"));
        Assert.That(page.QuerySelector("#t1")!.HasAttribute("open"));
        Assert.That(page.QuerySelector("#t1 .frames .user")!.TextContent, Is.EqualTo("t1:3 in t1"));
        Assert.That(page.QuerySelectorAll("#t1 .headline").Select(e => e.TextContent), Is.EqualTo(new[] { "t1", "because: t1" }));
    }

    [Test]
    public void A_task_tells_why_it_ran_what_it_cost_and_where_its_inputs_came_from()
    {
        var page = Parse(Stories.Chain(2, i => $"t{i}", detailed: 2));
        Assert.That(page.QuerySelector("#t1 .why")!.TextContent, Is.EqualTo("Why it ran: because t1 t1 → t1"));
        Assert.That(page.QuerySelector("#t1 .task-time")!.TextContent, Is.EqualTo("1.00 s"));
        Assert.That(page.QuerySelector("#t1 .task-memory")!.TextContent, Is.EqualTo("12 MB"));
        Assert.That(page.QuerySelector("#t1 .named a")!.GetAttribute("href"), Is.EqualTo("#t0"));
        Assert.That(page.QuerySelectorAll("#t1 .part").Select(e => e.TextContent), Is.EqualTo(new[] { "load 0.10 s", "call 0.80 s", "encode 0.10 s" }));
        Assert.That(page.QuerySelectorAll("#t1 pre").Select(e => e.TextContent), Is.EqualTo(new[] { "t1", "t1" }));
    }

    [Test]
    public void The_timeline_has_a_bar_for_each_task_where_it_was_and_names_what_the_run_waited_for()
    {
        var page = Parse(Stories.Chain(4, i => $"t{i}", detailed: 4, i => i == 2 ? Decision.Cached : Decision.Ran));
        Assert.That(page.QuerySelectorAll(".gantt-name").Select(e => e.TextContent), Is.EqualTo(new[] { "t0", "t1", "t3" }));
        Assert.That(page.QuerySelectorAll(".gantt-bar").Select(e => e.GetAttribute("style")), Is.EqualTo(new[] { "left:0%;width:25%", "left:25%;width:25%", "left:75%;width:25%" }));
        var all = Parse(Stories.Chain(4, i => $"t{i}", detailed: 4));
        Assert.That(all.QuerySelector(".lead")!.TextContent, Is.EqualTo("The run waited for t0 → t1 → t2 → t3: 4.00 s, 100 % of the time."));
    }

    [Test]
    public void Ten_thousand_tasks_make_a_page_that_is_still_small()
    {
        var story = Stories.Chain(10_000, i => $"task-{i}", detailed: 250, i => i % 2 == 0 ? Decision.Ran : Decision.Cached);
        var html = new ReportPage(_ => "never ran").Html(story);
        var page = new HtmlParser().ParseDocument(html);
        Assert.That(html.Length, Is.LessThan(4_000_000));
        Assert.That(page.QuerySelectorAll("details.task"), Has.Length.EqualTo(250));
        Assert.That(page.QuerySelector("#rest-data")!.TextContent, Does.Contain("[9999,\"task-9999\","));
        Assert.That(page.QuerySelectorAll(".gantt-bar"), Has.Length.LessThanOrEqualTo(3_000));
        Assert.That(page.All, Has.Length.LessThan(20_000));
    }

    private static IDocument Parse(RunStory story) =>
        new HtmlParser().ParseDocument(new ReportPage(reason => reason is Reason.InputChanged changed ? $"because {changed.Name}" : "").Html(story));
}
