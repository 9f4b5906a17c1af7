using System.Text;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Store.Tests;

/// <summary>Very many files, objects and executions are asked about, and answered as one by one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ObjectFoldersTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public ObjectFoldersTests() => _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"));

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void An_object_that_went_is_noticed_by_its_folder()
    {
        var ids = Enumerable.Range(0, 50).Select(i => _repository.Objects.Put(Encoding.UTF8.GetBytes($"object {i}"))).ToArray();
        var later = DateTimeOffset.UtcNow.AddHours(1);
        var then = _repository.ObjectFolders.Stamps(later);
        Assert.That(ids.All(id => _repository.ObjectFolders.Contains(id, then, _repository.ObjectFolders.Stamps(later))), Is.True);
        var path = ((ObjectLocation.Found)_repository.Objects.Locate(ids[7])).Path;
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
        var now = _repository.ObjectFolders.Stamps(later);
        Assert.That(ids.Count(id => !_repository.ObjectFolders.Contains(id, then, now)), Is.EqualTo(1));
        Assert.That(_repository.ObjectFolders.Contains(ids[7], then, now), Is.False);
    }

    [Test]
    public void A_folder_that_was_touched_in_this_instant_is_not_gone_by()
    {
        var id = _repository.Objects.Put("young"u8);
        var path = ((ObjectLocation.Found)_repository.Objects.Locate(id)).Path;
        var touched = new DateTimeOffset(File.GetLastWriteTimeUtc(Path.GetDirectoryName(path)!));
        var young = _repository.ObjectFolders.Stamps(touched.AddMilliseconds(1));
        Assert.That(young, Has.All.Null);
        Assert.That(_repository.ObjectFolders.Contains(id, young, young), Is.True);
        Assert.That(_repository.ObjectFolders.Stamps(touched.AddHours(1)).Count(stamp => stamp is not null), Is.EqualTo(1));
    }

    [Test]
    public void A_file_has_its_stamp_until_it_changes()
    {
        var path = _folder.Write("a é.txt", "one");
        var utf8 = Encoding.UTF8.GetBytes(path + '\0');
        var relative = Encoding.UTF8.GetBytes("a é.txt\0");
        var stamp = _repository.Stamp(path);
        using var stamps = _repository.Ask();
        Assert.That((stamps.Has(utf8, stamp), stamps.Has(relative, stamp), stamps.Has(utf8, null)), Is.EqualTo((true, true, false)));
        File.WriteAllText(path, "three");
        Assert.That((stamps.Has(utf8, stamp), stamps.Has(relative, stamp)), Is.EqualTo((false, false)));
        File.Delete(path);
        Assert.That((stamps.Has(utf8, stamp), stamps.Has(utf8, null), stamps.Has(relative, null)), Is.EqualTo((false, true, true)));
        Assert.That(stamps.Has(Encoding.UTF8.GetBytes(_folder.Path + '\0'), null), Is.True, "a folder is no file");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_has_the_stamp_of_what_it_leads_to()
    {
        var path = _folder.Write("far.txt", "one");
        var link = Path.Combine(_folder.Path, "link");
        File.CreateSymbolicLink(link, path);
        using var stamps = _repository.Ask();
        Assert.That(stamps.Has(Encoding.UTF8.GetBytes(link + '\0'), _repository.Stamp(path)), Is.True);
        Assert.That(stamps.Has("link\0"u8, _repository.Stamp(path)), Is.True);
    }

    [Test]
    public void An_execution_has_the_stamp_of_its_output_file()
    {
        var execution = Samples.Execution("e");
        using (var none = _repository.Ask()) Assert.That(none.Of(execution), Is.Null);
        var output = _repository.Objects.Put("result"u8);
        _repository.Executions.Complete(execution, output, Samples.Ok(output));
        var id = execution.ToString();
        using var stamps = _repository.Ask();
        Assert.That(stamps.Of(execution), Is.Not.Null.And.EqualTo(_repository.Stamp(Path.Combine(_folder.Path, ".e3", "executions", id[..2], id[2..], "output"))));
        _repository.Executions.Forget(execution);
        Assert.That(stamps.Of(execution), Is.Null);
    }
}
