namespace Polyglot.Store.Tests;

public sealed class VerifiedObjectsTests
{
    private static readonly FileStamp Stamp = new(1, 2, 3, 4);

    [Test]
    public void An_object_counts_as_checked_only_under_the_very_same_stamp()
    {
        var seen = new VerifiedObjects();
        var id = Hashing.Object("a"u8);
        Assert.That(seen.Contains(id, Stamp), Is.False);
        seen.Add(id, Stamp);
        Assert.That(seen.Contains(id, Stamp));
        FileStamp[] others = [Stamp with { Size = 9 }, Stamp with { ModifiedNs = 9 }, Stamp with { ChangedNs = 9 }, Stamp with { Inode = 9 }];
        Assert.That(others.Any(other => seen.Contains(id, other)), Is.False);
        Assert.That(seen.Contains(Hashing.Object("b"u8), Stamp), Is.False);
        seen.Remove(id);
        Assert.That(seen.Contains(id, Stamp), Is.False);
    }

    [Test]
    public void An_id_that_begins_alike_does_not_pass_for_another()
    {
        var seen = new VerifiedObjects();
        var one = new byte[32];
        var two = new byte[32];
        two[8] = 1;
        seen.Add(ObjectId.FromBytes(one), Stamp);
        Assert.That(seen.Contains(ObjectId.FromBytes(two), Stamp), Is.False);
    }

    [Test]
    public void Its_memory_is_bounded()
    {
        var seen = new VerifiedObjects();
        var bytes = new byte[32];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 600_000; i++)
        {
            BitConverter.TryWriteBytes(bytes, unchecked((ulong)i * 0x9E3779B97F4A7C15UL));
            seen.Add(ObjectId.FromBytes(bytes), Stamp);
        }
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(24_000_000));
        Assert.That(seen.Contains(ObjectId.FromBytes(bytes), Stamp));
    }
}
