using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Polyglot.Store.Tests;

/// <summary>Archives: whole, cut short, gone on with, and made to harm.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ArchiveTests : IDisposable
{
    private readonly StoreFolder _from = new();
    private readonly StoreFolder _to = new();
    private readonly Repository _source;
    private readonly Repository _target;
    private readonly SampleRuns _runs;
    private readonly string _path;

    public ArchiveTests()
    {
        (_source, _target) = (_from.Open(), _to.Open());
        _runs = new SampleRuns(_from, _source);
        _path = Path.Combine(_from.Project, "a.tar");
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    [Test]
    public void A_run_arrives_with_all_it_reaches()
    {
        var run = _runs.Run("a", [100, 70_000, 0]);
        var bundle = Bundle(run);
        Assert.That(Archive.Write(_source, bundle, _path, default), Is.Zero);
        Assert.That(File.Exists(_path + Archive.PartialSuffix), Is.False);
        var (_, report) = Archive.Take(_target, _path, null, dryRun: false, default);
        Assert.That(report!.NewObjects, Is.EqualTo(bundle.Objects.Count).And.EqualTo(report.Objects));
        Assert.That(report.NewExecutions, Is.EqualTo(3));
        Assert.That(report.NewRuns, Is.EqualTo(new[] { run.Id }));
        AssertArrived(run);

        var again = Archive.Take(_target, _path, null, dryRun: false, default).Report!;
        Assert.That((again.NewObjects, again.NewExecutions, again.NewRuns.Count), Is.EqualTo((0, 0, 0)));
        Assert.That(_target.Executions.Attempts(run.Tasks[0].Execution!.Value), Has.Count.EqualTo(1), "attempts are not taken twice");
    }

    [Test]
    public void Every_tar_reads_it_and_the_same_content_gives_the_same_bytes()
    {
        var run = _runs.Run("a", [100, 5_000]);
        var zeros = _source.Objects.Put(new byte[50_000]);
        _source.Refs.Set(RefName.Parse("tags/z"), zeros);
        var bundle = BundleBuilder.Collect(_source, [run], [new("tags/z", zeros)]);
        Archive.Write(_source, bundle, _path, default);
        Archive.Write(_source, bundle, _path + "2", default);
        Assert.That(File.ReadAllBytes(_path + "2"), Is.EqualTo(File.ReadAllBytes(_path)));
        using var tar = new TarReader(File.OpenRead(_path));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
            Assert.That(entry.EntryType, Is.EqualTo(TarEntryType.RegularFile));
            if (ArchiveNames.Parse(entry.Name) is not var (id, isZipped)) continue;
            using var content = isZipped ? new GZipStream(entry.DataStream!, CompressionMode.Decompress) : entry.DataStream ?? Stream.Null;
            using var memory = new MemoryStream();
            content.CopyTo(memory);
            Assert.That(Hashing.Object(memory.ToArray()), Is.EqualTo(id));
        }
        Assert.That(names[0], Does.StartWith("contents/"));
        Assert.That(names, Has.Count.EqualTo(bundle.Objects.Count + 1));
        Assert.That(names, Does.Contain($"objects/{zeros}.beast2.gz"), "what gets smaller is zipped");
        Assert.That(new FileInfo(_path).Length, Is.LessThan(50_000));
    }

    [Test]
    public void An_export_that_was_cut_short_anywhere_goes_on_to_the_same_bytes()
    {
        var bundle = Bundle(_runs.Run("a", [100, 3_000, 9_000]));
        Archive.Write(_source, bundle, _path, default);
        var whole = File.ReadAllBytes(_path);
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
        {
            var cut = whole[..random.Next(whole.Length)];
            if (i % 4 == 0 && cut.Length > 0) cut[random.Next(cut.Length)] ^= 1;
            File.WriteAllBytes(_path + Archive.PartialSuffix, cut);
            Archive.Write(_source, bundle, _path, default);
            Assert.That(File.ReadAllBytes(_path), Is.EqualTo(whole));
        }
        File.WriteAllBytes(_path + Archive.PartialSuffix, whole[..^1024]);
        Assert.That(Archive.Write(_source, bundle, _path, default), Is.EqualTo(bundle.Objects.Count), "nothing is written twice");
        File.WriteAllBytes(_path + Archive.PartialSuffix, whole);
        Assert.That(Archive.Write(_source, Bundle(_runs.Run("b", [10])), _path, default), Is.Zero, "what belongs to other content is not gone on with");
    }

    [Test]
    public void A_stopped_export_and_a_stopped_copy_go_on()
    {
        var bundle = Bundle(_runs.Run("a", [100, 3_000, 9_000]));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => Archive.Write(_source, bundle, _path, stopped.Token));
        Assert.That(File.Exists(_path), Is.False, "a part of an archive never has its name");
        Archive.Write(_source, bundle, _path, default);

        var half = bundle with { Objects = [.. bundle.Objects.Take(3)], Runs = [], Executions = [] };
        Assert.That(BundleCopy.Copy(_source, _target, half, default).NewObjects, Is.EqualTo(3));
        Assert.That(BundleCopy.Copy(_source, _target, bundle, default).NewObjects, Is.EqualTo(bundle.Objects.Count - 3));
        AssertArrived(bundle.Runs[0]);
    }

    [Test]
    public void A_part_of_a_run_gives_way_to_the_whole_and_not_the_other_way_round()
    {
        var run = _runs.Run("a", [100, 200, 300]);
        var part = RunSlice.Of(run, ["t1"]);
        Assert.That(part.Tasks.Select(t => t.Name), Is.EqualTo(new[] { "t0", "t1" }));
        Assert.That(part.Outputs, Is.Empty);
        Assert.That(part.Inputs, Has.Count.EqualTo(1));
        BundleCopy.Copy(_source, _target, Bundle(part), default);
        Assert.That(Fsck.Run(_target, null, default), Is.Empty);
        Assert.That(BundleCopy.Copy(_source, _target, Bundle(run), default).NewRuns, Has.Count.EqualTo(1));
        Assert.That(BundleCopy.Copy(_source, _target, Bundle(part), default).NewRuns, Is.Empty);
        AssertArrived(run);
    }

    [Test]
    public void A_result_that_is_there_already_stays()
    {
        var run = _runs.Run("a", [100]);
        var execution = run.Tasks[0].Execution!.Value;
        var own = new SampleRuns(_to, _target).Complete(execution, "own", 10);
        Assert.That(BundleCopy.Copy(_source, _target, Bundle(run), default).NewExecutions, Is.Zero);
        Assert.That(_target.Executions.Output(execution), Is.EqualTo(own));
        Assert.That(_target.Executions.Attempts(execution), Has.Count.EqualTo(2));
    }

    [Test]
    public void Dropped_results_go_by_record_and_tags_are_not_moved()
    {
        var run = _runs.Run("a", [9_000, 10]);
        var tagged = RunObject.Put(_source.Objects, run);
        using (_source.Uses.Begin())
        {
            // Ends what was told of the results, so that they can be dropped.
        }
        Gc.Run(_source, new() { Budget = 0 }, dryRun: false, default);
        var bundle = BundleBuilder.Collect(_source, [run], []);
        Assert.That(bundle.Dropped.Single().Size, Is.EqualTo(9_000));
        BundleCopy.Copy(_source, _target, bundle, default);
        Assert.That(_target.Dropped.Contains(run.Tasks[0].Output!.Value));
        Assert.That(Fsck.Run(_target, null, default), Is.Empty);

        tagged = RunObject.Put(_source.Objects, run);
        bundle = BundleBuilder.Collect(_source, [], [new("tags/v1", tagged)]);
        Assert.That(BundleCopy.Copy(_source, _target, bundle, default).Tags, Is.EqualTo(new[] { "tags/v1" }));
        var other = _source.Objects.Put("other"u8);
        var report = BundleCopy.Copy(_source, _target, BundleBuilder.Collect(_source, [], [new("tags/v1", other)]), default);
        Assert.That((report.Tags.Count, report.KeptTags.Single()), Is.EqualTo((0, "tags/v1")));
        Assert.That(_target.Refs.Get(RefName.Parse("tags/v1")).Id, Is.EqualTo(tagged));
    }

    [Test]
    public void A_damaged_object_is_never_handed_over()
    {
        var run = _runs.Run("a", [5_000]);
        var bundle = Bundle(run);
        StoreFolder.Overwrite(_source.FileObjects.PathOf(run.Tasks[0].Output!.Value), new byte[5_000]);
        Assert.That(Assert.Throws<StoreException>(() => BundleCopy.Copy(_source, _target, bundle, default))!.Error, Is.EqualTo(StoreError.ContentChanged));
        Assert.Throws<StoreException>(() => Archive.Write(_source, bundle, _path, default));
        Assert.That(File.Exists(_path), Is.False);
        Assert.That(_target.Runs.List(), Is.Empty);
    }

    private static readonly ObjectId SomeId = Hashing.Object("x"u8);

    private static IEnumerable<TestCaseData> Hostile()
    {
        static TestCaseData Case(string name, string reason, Action<HostileArchive> make) => new TestCaseData(reason, make).SetArgDisplayNames(name);
        var name = $"objects/{SomeId}.beast2";
        yield return Case("nothing", ArchiveMessages.Truncated, _ => { });
        yield return Case("text", ArchiveMessages.Truncated, a => a.Raw("hello"u8));
        yield return Case("zeros", ArchiveMessages.NoBundle, a => a.End());
        yield return Case("no list", ArchiveMessages.NoBundle, a => a.Add(name, "x"u8).End());
        yield return Case("a list that is none", "cannot be read", a => a.Add(ArchiveNames.OfList(SomeId), "x"u8).End());
        yield return Case("a list of another hash", ArchiveMessages.OtherContent(SomeId), a => a.Add(ArchiveNames.OfList(SomeId), "y"u8).End());
        yield return Case("two lists", ArchiveMessages.TooManyBundles, a => a.List().List().End());
        yield return Case("no end", ArchiveMessages.Truncated, a => a.List((SomeId, 1)).Add(name, "x"u8));
        yield return Case("half an end", ArchiveMessages.Truncated, a => a.List((SomeId, 1)).Add(name, "x"u8).Raw(new byte[512]));
        yield return Case("more after the end", ArchiveMessages.BadEnd, a => a.List((SomeId, 1)).Add(name, "x"u8).End().Add("../x", "y"u8));
        yield return Case("something left out", ArchiveMessages.Incomplete(1), a => a.List((SomeId, 1)).End());
        yield return Case("something not announced", ArchiveMessages.NotAnnounced(SomeId), a => a.List().Add(name, "x"u8).End());
        yield return Case("the same twice", ArchiveMessages.TwiceInside(SomeId), a => a.List((SomeId, 1)).Add(name, "x"u8).Add(name, "x"u8).End());
        yield return Case("the same twice, once zipped", ArchiveMessages.TwiceInside(SomeId), a => a.List((SomeId, 1)).Add(name, "x"u8).Zip(name + ".gz", "x"u8).End());
        yield return Case("announced twice", "is named twice", a => a.List((SomeId, 1), (SomeId, 1)).Add(name, "x"u8).End());
        yield return Case("wrong content", ArchiveMessages.OtherContent(SomeId), a => a.List((SomeId, 1)).Add(name, "y"u8).End());
        yield return Case("wrong size", ArchiveMessages.OtherSize(SomeId, 1), a => a.List((SomeId, 1)).Add(name, "xx"u8).End());
        yield return Case("no gzip", ArchiveMessages.OtherSize(SomeId, 1), a => a.List((SomeId, 1)).Add(name + ".gz", "x"u8).End());
        yield return Case("more than announced", ArchiveMessages.OtherSize(SomeId, 1), a => a.List((SomeId, 1)).Zip(name + ".gz", new byte[200_000_000]).End());
        yield return Case("negative size", ArchiveMessages.NegativeSize, a => a.List((SomeId, -1)).Add(name, "x"u8).End());
        yield return Case("sizes that overflow", ArchiveMessages.NegativeSize, a => a.List((SomeId, long.MaxValue), (Hashing.Object("y"u8), long.MaxValue)).End());
        yield return Case("a bomb", "unpacks to", a => a.List((SomeId, 1L << 40)).Zip(name + ".gz", new byte[1_000_000]).End());
        yield return Case("a size beyond the file", ArchiveMessages.Truncated, a => a.List((SomeId, 1)).Header(name, 1L << 40).Raw("x"u8));
        yield return Case("a list beyond the file", ArchiveMessages.Truncated, a => a.Header(ArchiveNames.OfList(SomeId), 1L << 30).Raw("x"u8));
        foreach (var bad in new[] { "../../x.beast2", "/etc/passwd", $"objects/../{SomeId}.beast2", $"objects/{SomeId}", $"objects/{SomeId.ToString().ToUpperInvariant()}.beast2", $"objects\\{SomeId}.beast2", "objects/", "runs/x", $"objects/{SomeId}.beast2.gz.gz" })
            yield return Case($"name {bad}", ArchiveMessages.BadName(bad), a => a.List().Add(bad, "x"u8).End());
        foreach (var type in new[] { TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.Directory, TarEntryType.Fifo, TarEntryType.CharacterDevice })
            yield return Case($"{type}", ArchiveMessages.NotAFile, a => a.List((SomeId, 1)).Entry(type, name));
        yield return Case("an extended header", ArchiveMessages.NotAFile, a => a.List((SomeId, 1)).Pax(name));
        yield return Case("a tag that is a path", "is not a ref name", a => a.Bundle(new() { Runs = [], Executions = [], Objects = [], Tags = [new("tags/../../x", SomeId)] }).End());
    }

    [TestCaseSource(nameof(Hostile))]
    public void What_was_made_to_harm_is_refused_and_leaves_nothing(string reason, Action<HostileArchive> make)
    {
        var archive = new HostileArchive();
        make(archive);
        File.WriteAllBytes(_path, archive.ToArray());
        var before = Snapshot();
        var refused = Assert.Throws<StoreException>(() => Archive.Take(_target, _path, null, dryRun: false, default))!;
        Assert.That(refused.Error, Is.EqualTo(StoreError.BadArchive));
        Assert.That(refused.Message, Does.Contain(reason).And.Contain("nothing was taken from it"));
        Assert.That(Snapshot(), Is.EqualTo(before));
    }

    [Test]
    public void A_limit_can_be_set_and_raised()
    {
        var big = _source.Objects.Put(new byte[3_000_000]);
        Archive.Write(_source, BundleBuilder.Collect(_source, [], [new("tags/big", big)]), _path, default);
        Assert.That(Assert.Throws<StoreException>(() => Archive.Take(_target, _path, 1_000_000, dryRun: false, default))!.Message, Does.Contain("unpacks to 3000000 bytes"));
        Assert.That(Archive.Take(_target, _path, 3_000_000, dryRun: true, default).Report, Is.Null);
        Assert.That(_target.Objects.Contains(big), Is.False, "a dry run takes nothing");
        Archive.Take(_target, _path, 3_000_000, dryRun: false, default);
        Assert.That(_target.Refs.Get(RefName.Parse("tags/big")).Id, Is.EqualTo(big));
    }

    [Test]
    public void Whatever_is_changed_in_an_archive_it_is_refused_whole_or_taken_whole()
    {
        var run = _runs.Run("a", [100, 2_000]);
        var bundle = Bundle(run);
        Archive.Write(_source, bundle, _path, default);
        var whole = File.ReadAllBytes(_path);
        var random = new Random(20260301);
        var before = Snapshot();
        var (refused, taken) = (0, 0);
        for (var i = 0; i < 1_500; i++)
        {
            File.WriteAllBytes(_path, Mutate(whole, random));
            try
            {
                var (found, _) = Archive.Take(_target, _path, null, dryRun: true, default);
                Assert.That(BundleCodec.Encode(found), Is.EqualTo(BundleCodec.Encode(bundle)), "a change that does not matter");
                taken++;
            }
            catch (StoreException e) when (e.Error == StoreError.BadArchive)
            {
                refused++;
            }
        }
        Assert.That(Snapshot(), Is.EqualTo(before));
        Assert.That(refused, Is.GreaterThan(1_000));
        TestContext.Out.WriteLine($"{refused} refused, {taken} with a change that does not matter");
    }

    [Test]
    public void Whatever_is_changed_in_a_list_of_contents_it_is_refused_or_means_something()
    {
        var list = BundleCodec.Encode(Bundle(_runs.Run("a", [100, 2_000])));
        var random = new Random(11);
        for (var i = 0; i < 3_000; i++)
        {
            var decoded = BundleCodec.Decode(Mutate(list, random), "x");
            Assert.That(decoded.Value is null, Is.EqualTo(decoded.Problem is not null));
        }
    }

    [Test]
    public void A_bundle_is_read_as_it_was_written()
    {
        var run = _runs.Run("a", [100, 2_000]);
        var bundle = BundleBuilder.Collect(_source, [run], [new("tags/x", run.Outputs[0].Id)]) with { Dropped = [new(SomeId, 7)] };
        var read = BundleCodec.Decode(BundleCodec.Encode(bundle), "x").Value!;
        Assert.That(BundleCodec.Encode(read), Is.EqualTo(BundleCodec.Encode(bundle)));
        Assert.That(read.Objects, Is.EqualTo(bundle.Objects));
        Assert.That(read.Runs[0].ProjectDirectory, Is.Empty);
        Assert.That(read.Executions[0].Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public void Headers_hold_names_and_sizes_up_to_the_largest()
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        foreach (var size in new[] { 0, 1, 511, 512, (1L << 33) - 1, 1L << 33, long.MaxValue / 2 })
        {
            TarHeader.Write(block, "objects/x", size);
            Assert.That(TarHeader.Read(block, out _), Is.EqualTo(("objects/x", size)));
        }
        var random = new Random(5);
        for (var i = 0; i < 5_000; i++)
        {
            random.NextBytes(block);
            Assert.That(TarHeader.Read(block, out _), Is.Null);
        }
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        switch (random.Next(5))
        {
            case 0: return bytes[..random.Next(bytes.Length)];
            case 1: return [.. bytes, .. new byte[random.Next(1, 2_000)].Select(_ => (byte)random.Next(256))];
            case 2:
                var (at, length) = (random.Next(bytes.Length), random.Next(1, 600));
                return [.. bytes[..at], .. bytes.Skip(at + length)];
            default:
                for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }

    private Bundle Bundle(RunRecord run) => BundleBuilder.Collect(_source, [run], []);

    // Everything in the target but scratch files.
    private string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(_target.RepositoryPath, "*", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(_target.RepositoryPath, path).StartsWith("tmp", StringComparison.Ordinal)).Order());

    private void AssertArrived(RunRecord run)
    {
        Assert.That(((RunRead.Found)_target.Runs.Read(run.Id)).Run.Tasks, Has.Count.EqualTo(run.Tasks.Count));
        foreach (var id in new ReachFinder(_source).Of(run).Objects) Assert.That(_target.Objects.Locate(id), Is.TypeOf<ObjectLocation.Found>());
        foreach (var task in run.Tasks) Assert.That(_target.Executions.Output(task.Execution!.Value), Is.EqualTo(task.Output));
        Assert.That(Fsck.Run(_target, null, default), Is.Empty);
    }
}

/// <summary>Puts together archives that no writer of ours would make.</summary>
public sealed class HostileArchive
{
    private readonly MemoryStream _bytes = new();

    internal HostileArchive List(params (ObjectId Id, long Size)[] objects) =>
        Bundle(new() { Runs = [], Executions = [], Objects = [.. objects.Select(o => new SizedObject(o.Id, o.Size))] });

    internal HostileArchive Bundle(Bundle bundle) => Add(ArchiveNames.OfList(Hashing.Object(BundleCodec.Encode(bundle))), BundleCodec.Encode(bundle));

    internal HostileArchive Header(string name, long size)
    {
        Span<byte> header = stackalloc byte[TarHeader.BlockSize];
        TarHeader.Write(header, name, size);
        return Raw(header);
    }

    internal HostileArchive Add(string name, ReadOnlySpan<byte> content) => Header(name, content.Length).Raw(content).Raw(new byte[TarHeader.Padding(content.Length)]);

    internal HostileArchive Zip(string name, ReadOnlySpan<byte> content)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(content);
        return Add(name, zipped.ToArray());
    }

    internal HostileArchive Entry(TarEntryType type, string name)
    {
        using var writer = new TarWriter(_bytes, TarEntryFormat.Ustar, leaveOpen: true);
        var entry = new UstarTarEntry(type, name);
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
        writer.WriteEntry(entry);
        return this;
    }

    internal HostileArchive Pax(string name)
    {
        using var writer = new TarWriter(_bytes, TarEntryFormat.Pax, leaveOpen: true);
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name, [new("path", "../../x")]) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes("x")) });
        return this;
    }

    internal HostileArchive End() => Raw(new byte[2 * TarHeader.BlockSize]);

    internal HostileArchive Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    internal byte[] ToArray() => _bytes.ToArray();
}
