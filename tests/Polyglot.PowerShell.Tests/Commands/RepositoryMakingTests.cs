using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class RepositoryMakingTests
{
    [Test]
    public void A_repository_is_made_with_its_folder_and_only_once()
    {
        using var folder = new TempDirectory();
        var (shell, target) = (new RecordingShell(), Path.Combine(folder.Path, "new", "one"));
        var making = new RepositoryMaking(new Surroundings(folder.Path, Repository.Root), shell);

        making.Make(target, force: false);

        Assert.That(shell.Only<PolyglotRepository>(), Is.EqualTo(new PolyglotRepository { Path = Path.Combine(target, ".e3"), Project = target }));
        Assert.That(Store.Repository.Find(target), Is.EqualTo(Path.Combine(target, ".e3")));
        Assert.That(Assert.Throws<FaultException>(() => making.Make(target, force: false))!.Fault.Id, Is.EqualTo("RepositoryExists"));
        Assert.That(() => making.Make(target, force: true), Throws.Nothing);
    }

    [Test]
    public void What_if_makes_nothing()
    {
        using var folder = new TempDirectory();
        var shell = new RecordingShell { Answer = Consent.OnlyAsked };

        new RepositoryMaking(new Surroundings(folder.Path, Repository.Root), shell).Make(null, force: false);

        Assert.That(shell.Asked, Is.EqualTo(new[] { (Path.Combine(folder.Path, ".e3"), RepositoryMaking.Action) }));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }
}
