using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Resolving;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileImporterTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Repository _repository;

    public FileImporterTests()
    {
        // Files are long past the racy rule's tick.
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromDays(36_500));
        _repository = Repository.Init(Path.Combine(_folder.Path, ".e3"), time);
    }

    private FileImporter Importer => new(_repository.StatCache, _repository.Objects);

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_blob_is_its_header_and_the_files_bytes()
    {
        var path = _folder.Write("a.bin", "hello");
        var id = Importer.Import(path, EastType.Blob, FileFormat.Raw).Id!.Value;
        Assert.That(((ObjectRead.Found)_repository.Objects.Read(id)).Bytes.ToArray(), Is.EqualTo(Beast2.Encode(EastType.Blob, new EastBlob("hello"u8.ToArray()))));
        Assert.That(Importer.HashBlob(path, out var stamp).Id, Is.EqualTo(id));
        Assert.That(stamp.Size, Is.EqualTo(5));
    }

    [Test]
    public void A_string_is_checked_to_be_utf8()
    {
        var path = Path.Combine(_folder.Path, "a.txt");
        File.WriteAllBytes(path, [0x61, 0xFF]);
        Assert.That(Importer.Import(path, EastType.String, FileFormat.Raw).Problem, Does.EndWith("is not UTF-8 text (byte 1)"));
        File.WriteAllText(path, "ä");
        var id = Importer.Import(path, EastType.String, FileFormat.Raw).Id!.Value;
        Assert.That(((ObjectRead.Found)_repository.Objects.Read(id)).Bytes.ToArray(), Is.EqualTo(Beast2.Encode(EastType.String, "ä")));
    }

    [Test]
    public void What_the_stat_cache_knows_is_not_read_and_the_kind_of_reading_counts()
    {
        var path = _folder.Write("a.json", "\"12\"");
        var stamp = _repository.StatCache.Stamp(path)!.Value;
        var known = Hashing.Object("known"u8);
        Assert.That(_repository.StatCache.Remember(path, "Json Integer", stamp, known), Is.True);
        Assert.That(Importer.Import(path, EastType.Integer, FileFormat.Json).Id, Is.EqualTo(known));
        Assert.That(Importer.Import(path, EastType.String, FileFormat.Json).Id, Is.Not.EqualTo(known));
        Assert.That(Importer.Read(path, EastType.Integer, FileFormat.Json).Id, Is.EqualTo(Hashing.Object(Beast2.Encode(EastType.Integer, 12L))));
    }

    [Test]
    public void A_missing_file_and_a_folder_are_problems()
    {
        Assert.That(Importer.Import(Path.Combine(_folder.Path, "gone"), EastType.Blob, FileFormat.Raw).Problem, Does.StartWith("there is no file"));
        Assert.That(Importer.Import(_folder.Path, EastType.Blob, FileFormat.Raw).Problem, Does.StartWith("there is no file"));
    }

    [Test]
    public void A_table_is_read_as_its_type_asks()
    {
        var path = _folder.Write("a.csv", "x,y\n1,a\n2,b\n");
        var type = TypeSyntax.Parse("Array<Struct<x: Integer, y: String>>").Value;
        var id = Importer.Import(path, type, FileFormat.Csv).Id!.Value;
        var bytes = ((ObjectRead.Found)_repository.Objects.Read(id)).Bytes;
        Assert.That(EastText.Print(type, Beast2.Decode(bytes.Span, type).Value), Is.EqualTo("""[(x=1, y="a"), (x=2, y="b")]"""));
        Assert.That(Encoding.UTF8.GetString(File.ReadAllBytes(path)), Is.EqualTo("x,y\n1,a\n2,b\n"), "inputs are only read");
    }
}
