using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Tests.Rendering;

public sealed class TextTableTests
{
    private static string Show(TextTable table, Palette? palette = null, int? width = null, string indent = "")
    {
        using var to = new StringWriter { NewLine = "\n" };
        table.Write(to, palette ?? Palette.None, width, indent);
        return to.ToString();
    }

    [Test]
    public void Columns_are_aligned_and_numbers_stand_right()
    {
        var table = new TextTable(new Column("task"), new Column("time", Right: true), new Column("why"));
        table.Add("clean", "0.31 s", "never ran");
        table.Add("simulate", "12.5 s", "");
        Assert.That(Show(table), Is.EqualTo("task        time  why\nclean     0.31 s  never ran\nsimulate  12.5 s\n"));
    }

    [Test]
    public void Without_titles_there_is_no_heading_and_no_line_ends_in_blanks()
    {
        var table = new TextTable(new Column(""), new Column(""));
        table.Add("a");
        table.Add("bcd", "e");
        Assert.That(Show(table, indent: "  "), Is.EqualTo("  a\n  bcd  e\n"));
    }

    [Test]
    public void Colours_do_not_count_as_width()
    {
        var table = new TextTable(new Column("x"), new Column("y"));
        table.Add(new Cell("ab", Tone.Good), "c");
        table.Add(new Cell("d", Tone.Bad), "e");
        Assert.That(Show(table, Palette.Ansi), Is.EqualTo("\e[2mx\e[0m   \e[2my\e[0m\n\e[32mab\e[0m  c\n\e[31md\e[0m   e\n"));
    }

    [Test]
    public void Columns_that_may_shrink_give_way_on_a_narrow_terminal()
    {
        var table = new TextTable(new Column("name"), new Column("why", Shrinks: true));
        table.Add("simulate", "input trajectories changed its type");
        Assert.That(Show(table, width: 24), Is.EqualTo("name      why\nsimulate  input traject…\n"));
    }

    [Test]
    public void Wide_characters_take_two_columns_and_marks_none()
    {
        var table = new TextTable(new Column(""), new Column(""));
        table.Add("日本", "x");
        table.Add("e\u0301", "x");
        table.Add("abcd", "x");
        Assert.That(Show(table), Is.EqualTo("日本  x\ne\u0301     x\nabcd  x\n"));
    }

    [Test]
    public void Control_characters_are_shown_and_not_obeyed()
    {
        var table = new TextTable(new Column(""));
        table.Add("a\e[31mb\nc\u202ed");
        Assert.That(Show(table), Is.EqualTo("a\\x1b[31mb\\nc\\u202ed\n"));
    }
}
