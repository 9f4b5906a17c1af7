namespace Polyglot.Store.Tests;

public sealed class LivenessTests
{
    private static readonly ProcessIdentity Self = ProcessIdentity.Self;

    private static bool IsAlive(ProcessIdentity? writer, string path = "/nonexistent") => Liveness.IsAlive(writer, Self, FileSystem.Current, path);

    [Test]
    public void This_process_is_alive() => Assert.That(IsAlive(Self));

    [Test]
    public void A_process_id_that_nobody_has_is_dead() => Assert.That(IsAlive(StoreFolder.DeadProcess), Is.False);

    [Test]
    public void A_process_id_that_was_used_again_is_dead() => Assert.That(IsAlive(Self with { Start = Self.Start - 1 }), Is.False);

    [Test]
    public void What_ran_before_the_machine_was_started_again_is_dead() => Assert.That(IsAlive(Self with { Boot = "earlier" }), Is.False);

    [Test]
    public void Nothing_is_known_of_other_hosts() => Assert.That(IsAlive(StoreFolder.ForeignProcess));

    [Test]
    public void Who_cannot_be_read_is_dead() => Assert.That(IsAlive(null), Is.False);

    [Test]
    public void In_another_container_the_kernels_lock_tells()
    {
        if (!LinuxFileSystem.IsSupported) Assert.Ignore("only Linux has process namespaces");
        using var folder = new StoreFolder();
        var container = Self with { Namespace = "pid:[1]", ProcessId = int.MaxValue, Host = "container" };
        var repository = folder.Open(container);
        Assert.That(IsAlive(container, repository.Temp.OwnerFile));
        var copy = Path.Combine(folder.Path, "link");
        Assert.That(FileSystem.Current.Link(repository.Temp.OwnerFile, copy, copy + ".guard"), Is.EqualTo(FileOutcome.Done));
        repository.Dispose();
        Assert.That(IsAlive(container, copy), Is.False);
    }

    [Test]
    public void A_process_that_is_hidden_from_us_is_alive_as_long_as_it_keeps_its_lock()
    {
        if (!LinuxFileSystem.IsSupported) Assert.Ignore("only Linux has signs of life");
        using var folder = new StoreFolder();
        var hidden = StoreFolder.DeadProcess with { Start = 2 };
        Assert.That(IsAlive(hidden, folder.Open(hidden).Temp.OwnerFile));
    }

    [TestCase("")]
    [TestCase("polyglot-process 1 12 34 boot ns host")]
    [TestCase("polyglot-process 2 12 34 boot ns host\n")]
    [TestCase("polyglot-process 1 0 34 boot ns host\n")]
    [TestCase("polyglot-process 1 -5 34 boot ns host\n")]
    [TestCase("polyglot-process 1 12 x boot ns host\n")]
    [TestCase("polyglot-process 1 12 34 boot ns\n")]
    [TestCase("polyglot-process 1 12 34  ns host\n")]
    [TestCase("polyglot-process 1 12 34 boot ns host more\n")]
    [TestCase("polyglot-process 1 99999999999 34 boot ns host\n")]
    public void Only_a_whole_line_is_an_identity(string line) => Assert.That(ProcessIdentity.Parse(System.Text.Encoding.UTF8.GetBytes(line)), Is.Null);

    [Test]
    public void An_identity_is_read_back_and_fits()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ProcessIdentity.Parse(Self.ToBytes()), Is.EqualTo(Self));
            Assert.That(Self.ToBytes(), Has.Length.LessThanOrEqualTo(ProcessIdentity.MaxLength));
        });
    }
}
