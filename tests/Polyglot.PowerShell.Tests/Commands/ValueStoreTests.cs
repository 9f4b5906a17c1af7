using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class ValueStoreTests
{
    private const string Table = "Array<Struct<day: DateTime, ppm: Float>>";

    [Test]
    public void A_table_of_text_becomes_a_value_under_a_name_and_comes_back_as_objects()
    {
        using var project = new ShellProject();
        var shell = new RecordingShell();
        object?[] rows = [Bag.Of(("day", "2026-01-01"), ("ppm", "427.5")), Bag.Of(("day", "2026-01-08"), ("ppm", "428"))];

        new ValueStore(project.At, shell, new Bags()).SetAll(null, "data/weekly", Table, rows);

        var stored = shell.Only<PolyglotStoredValue>();
        Assert.That((stored.Name, stored.Type, stored.Project), Is.EqualTo(("data/weekly", "Array<Struct<day: DateTime, ppm: Float>>", project.Folder)));
        var read = new RecordingShell();
        new ValueQuery(project.At, read, new Bags()).Get(null, "data/weekly", PolyglotValueForm.Object, whole: false);
        Assert.That(read.Results.Cast<Bag>().Select(row => (row["day"], row["ppm"])), Is.EqualTo(new (object?, object?)[]
        {
            (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 427.5), (new DateTime(2026, 1, 8, 0, 0, 0, DateTimeKind.Utc), 428.0),
        }));
        var whole = new RecordingShell();
        new ValueQuery(project.At, whole, new Bags()).Get(null, stored.Object, PolyglotValueForm.Object, whole: true);
        Assert.That(whole.Only<object?[]>(), Has.Length.EqualTo(2));
    }

    [Test]
    public void One_value_takes_one_object_and_says_so_of_more()
    {
        using var project = new ShellProject();
        var store = new ValueStore(project.At, new RecordingShell(), new Bags());

        Assert.That(() => store.SetAll(null, "data/n", "Integer", [3]), Throws.Nothing);
        Assert.That(Assert.Throws<FaultException>(() => store.SetAll(null, "data/n", "Integer", [3, 4]))!.Fault.Id, Is.EqualTo("OneValueNeeded"));
        Assert.That(Assert.Throws<FaultException>(() => store.SetAll(null, "data/n", "Integer", []))!.Fault.Id, Is.EqualTo("OneValueNeeded"));
    }

    [TestCase("data/n", "Integr", 3, "InvalidType")]
    [TestCase("data/n", "Integer", "three", "InvalidValue")]
    [TestCase("../n", "Integer", 3, "InvalidName")]
    public void What_is_wrong_is_said_before_anything_is_asked_or_made(string name, string type, object value, string id)
    {
        using var project = new ShellProject();
        var shell = new RecordingShell();

        var thrown = Assert.Throws<FaultException>(() => new ValueStore(project.At, shell, new Bags()).Set(null, name, type, value));

        Assert.That((thrown!.Fault.Id, shell.Asked.Count, Directory.Exists(project.PathOf(".e3"))), Is.EqualTo((id, 0, false)));
    }

    [Test]
    public void What_if_stores_nothing()
    {
        using var project = new ShellProject();
        var shell = new RecordingShell { Answer = Consent.OnlyAsked };

        new ValueStore(project.At, shell, new Bags()).Set(null, "data/n", "Integer", 3);
        new ValueStore(project.At, shell, new Bags()).SetFile(null, "data/n", null, project.PathOf("words.txt"));

        Assert.That(shell.Asked, Is.EqualTo(new[] { ("data/n", ValueStore.Action), ("data/n", ValueStore.Action) }));
        Assert.That((shell.Results.Count, Directory.Exists(project.PathOf(".e3"))), Is.EqualTo((0, false)));
    }

    [Test]
    public void A_file_is_read_by_its_extension()
    {
        using var project = new ShellProject();
        project.Write("table.csv", "day,ppm\n2026-01-01T00:00:00.000Z,427.5\n");
        var shell = new RecordingShell();
        var store = new ValueStore(project.At, shell, new Bags());

        store.SetFile(null, "data/table", Table, project.PathOf("table.csv"));
        store.SetFile(null, "data/words", null, project.PathOf("words.txt"));

        Assert.That(shell.Results.Cast<PolyglotStoredValue>().Select(stored => stored.Type), Is.EqualTo(new[] { Table, "Blob" }));
        Assert.That(Assert.Throws<FaultException>(() => store.SetFile(null, "data/table", null, project.PathOf("table.csv")))!.Fault.Id, Is.EqualTo("TypeNeeded"));
        Assert.That(Assert.Throws<FaultException>(() => store.SetFile(null, "data/table", null, project.PathOf("none.txt")))!.Fault.Id, Is.EqualTo("FileNotFound"));
    }
}
