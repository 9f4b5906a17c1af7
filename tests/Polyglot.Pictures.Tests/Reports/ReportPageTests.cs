using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Polyglot.Dataflow.Explaining;
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
        var harmless = Parse(Of("x"));
        var hostile = Parse(Of(Stories.Hostile));
        static RunStory Of(string more)
        {
            var story = Stories.Chain(40, i => $"t{i}{more}", detailed: 20, i => i == 3 ? Decision.Failed : Decision.Ran,
                i => i == 5 ? Stories.Elements(5, [.. Enumerable.Range(0, 50).Select(k => ($"[{k}{more}]", k == 3 ? Decision.Failed : Decision.Ran, 0.01))]) : null);
            var leaf = Stories.Changed($"f{more}");
            return story with { Tasks = [.. story.Tasks.Select((task, i) => i > 1 ? task : task with { Leaves = new([leaf.Leaf], false), Details = task.Details! with { Leaves = [leaf] } })] };
        }
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

    [Test]
    public void Elements_are_bars_below_their_task_with_their_time_and_memory_and_lead_to_what_they_printed()
    {
        var page = Parse(Stories.Chain(2, i => $"t{i}", detailed: 2, parts: i => i == 1 ? Stories.Elements(1, ("[a]", Decision.Ran, 0.5), ("[b]", Decision.Cached, 0), ("[c]", Decision.Failed, 0.25)) : null));
        var rows = page.QuerySelectorAll("#timeline .gantt-row").Select(row => row.QuerySelector(".gantt-name")!.TextContent);
        Assert.That(rows, Is.EqualTo(new[] { "t0", "t1", "[a]", "[c]" }), "what was found took no time");
        Assert.That(page.QuerySelectorAll("#timeline .piece-row a").Select(bar => (bar.GetAttribute("style"), bar.ClassList[1], bar.GetAttribute("title"), bar.GetAttribute("href"))), Is.EqualTo(new[]
        {
            ("left:50%;width:25%", "s-ran", "[a]: 0.50 s, 12 MB", "#t1-0"), ("left:75%;width:12.5%", "s-failed", "[c]: 0.25 s, 12 MB", "#t1-2"),
        }));
        Assert.That(page.QuerySelectorAll("#t1 .gantt.own .piece-row a")[0].GetAttribute("style"), Is.EqualTo("left:0%;width:50%"), "in the time of the task");
        Assert.That(page.QuerySelectorAll("#t1 .piece").Select(piece => (piece.Id, piece.QuerySelector(".piece-name")!.TextContent, piece.QuerySelector(".state")!.TextContent)), Is.EqualTo(new[]
        {
            ("t1-2", "[c]", "failed"), ("t1-0", "[a]", "ran"), ("t1-1", "[b]", "cached"),
        }), "what failed comes first");
        Assert.That(page.QuerySelector("#t1-0 pre.log")!.TextContent, Is.EqualTo("[a]"));
        Assert.That(page.QuerySelector("#t1-2 .headline")!.TextContent, Is.EqualTo("[c]"));
        Assert.That(page.QuerySelector("#t1 .why-elements tbody")!.TextContent, Is.EqualTo("3what [a] gives changed[[a]], ..."));
        foreach (var link in page.QuerySelectorAll("a[href]")) Assert.That(page.GetElementById(link.GetAttribute("href")![1..]), Is.Not.Null, link.OuterHtml);
    }

    [Test]
    public void Many_elements_are_drawn_in_rows_in_which_they_follow_each_other_and_what_is_left_out_is_counted()
    {
        var elements = Enumerable.Range(0, 1_000).Select(i => ($"[{i}]", i % 2 == 0 ? Decision.Ran : Decision.Cached, i % 2 == 0 ? 0.001 : 0)).Append(("[unread]", Decision.Ran, 0)).ToArray();
        var many = Stories.Elements(0, elements);
        var page = Parse(Stories.Chain(2, i => $"t{i}", detailed: 2, parts: i => i == 0 ? many : null));
        Assert.That(page.QuerySelectorAll("#timeline .gantt-name").Select(e => e.TextContent), Is.EqualTo(new[] { "t0", "500 elements", "", "t1" }), "they ran one after the other");
        Assert.That(page.QuerySelectorAll("#timeline .lane a"), Has.Length.EqualTo(500));
        Assert.That(page.QuerySelector("#timeline .piece-row .note")!.TextContent, Is.EqualTo("and 1 more that ran"));
        Assert.That(page.QuerySelectorAll("#t0 .piece"), Has.Length.EqualTo(40));
        Assert.That(page.QuerySelectorAll("#t0 .note").Select(e => e.TextContent), Has.Member("and 961 more: 481 ran, 480 cached. polyglot log 't0[40]' shows one."));

        var wide = many with { All = [.. many.All.Select(part => part.Attempt is { } a ? part with { Attempt = a with { Attempt = a.Attempt with { StartedAt = Stories.Start, EndedAt = Stories.Start.AddSeconds(0.5) } } } : part)] };
        page = Parse(Stories.Chain(2, i => $"t{i}", detailed: 2, parts: i => i == 0 ? wide : null));
        Assert.That(page.QuerySelectorAll("#timeline .lane"), Has.Length.EqualTo(8));
        Assert.That(page.QuerySelector("#timeline .piece-row .note")!.TextContent, Is.EqualTo("and 492 more, 4 min 06 s together"));
    }

    [Test]
    public void What_made_a_task_run_is_told_with_how_it_differs_and_in_full_once()
    {
        var story = Stories.Chain(2, i => $"t{i}", detailed: 2);
        var leaf = Stories.Changed("src/a.py");
        var page = Parse(story with { Tasks = [.. story.Tasks.Select(task => task with { Leaves = new([leaf.Leaf], false), Details = task.Details! with { Leaves = [leaf] } })] });
        Assert.That(page.QuerySelector("#t0 .task-why")!.TextContent, Is.EqualTo("src/a.py changed"));
        Assert.That(page.QuerySelector("#t0 .why")!.TextContent, Is.EqualTo("Why it ran: src/a.py changed"));
        Assert.That(page.QuerySelectorAll("#t0 .diff span").Select(line => (line.ClassName, line.TextContent)), Is.EqualTo(new[] { ("hunk", "@@ -1 +1 @@"), ("minus", "-src/a.py"), ("plus", "+src/a.py") }));
        Assert.That(page.QuerySelector("#t1 .why")!.TextContent, Is.EqualTo("Why it ran: src/a.py changed as shown for t0"));
        Assert.That(page.QuerySelector("#t1 .why a")!.GetAttribute("href"), Is.EqualTo("#t0"));
        Assert.That(page.QuerySelector("#t1 .diff"), Is.Null);
    }

    [Test]
    public void A_command_that_changed_is_told_line_by_line()
    {
        var story = Stories.Chain(1, i => $"t{i}", detailed: 1);
        var leaf = new Leaf(LeafKind.Program, "command", "t0", "a\nb\n", "a\nc\n");
        var page = Parse(story with { Tasks = [.. story.Tasks.Select(task => task with { Leaves = new([leaf], false), Details = task.Details! with { Leaves = [new(leaf, [], 0, null)] } })] });
        Assert.That(page.QuerySelector("#t0 .task-why")!.TextContent, Is.EqualTo("command of t0 changed"));
        Assert.That(page.QuerySelector("#t0 .why")!.TextContent, Is.EqualTo("Why it ran: command of t0 changed"));
        Assert.That(page.QuerySelectorAll("#t0 .diff span").Select(line => line.TextContent), Is.EqualTo(new[] { "@@ -1,2 +1,2 @@", " a", "-b", "+c" }));
    }

    private static IDocument Parse(RunStory story) =>
        new HtmlParser().ParseDocument(new ReportPage(reason => reason is Reason.InputChanged changed ? $"because {changed.Name}" : "").Html(story));
}
