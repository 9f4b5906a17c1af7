using Polyglot.Testing;

namespace Polyglot.Store.Tests;

/// <summary>Ref and output files with hostile content.</summary>
public sealed class IdFiles
{
    [Test]
    public void A_file_of_any_content_reads_as_exactly_its_id_or_as_none()
    {
        using var folder = new TempDirectory();
        var path = Path.Combine(folder.Path, "file");
        var random = new Random(17);
        var good = System.Text.Encoding.ASCII.GetBytes(Samples.Object("x") + "\n");
        for (var round = 0; round < 1000; round++)
        {
            var content = Bend(good, random);
            File.WriteAllBytes(path, content);
            var id = IdFile.Read(FileSystem.Current, path, out var exists);
            Assert.That(exists);
            var shouldRead = content.Length == 65 && content[64] == '\n' && content[..64].All(b => b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f'));
            Assert.That(id is not null, Is.EqualTo(shouldRead));
            if (id is not null) Assert.That(System.Text.Encoding.ASCII.GetBytes(id + "\n"), Is.EqualTo(content));
        }
    }

    [Test]
    public void Owner_lines_of_any_content_read_as_an_identity_or_as_none()
    {
        var random = new Random(18);
        var good = ProcessIdentity.Self.ToBytes();
        for (var round = 0; round < 20_000; round++) Assert.That(() => ProcessIdentity.Parse(Bend(good, random)), Throws.Nothing);
    }

    [Test]
    public void A_file_that_is_not_there_is_told_from_a_damaged_one()
    {
        Assert.That(IdFile.Read(FileSystem.Current, "/nonexistent/file", out var exists), Is.Null);
        Assert.That(exists, Is.False);
    }

    private static byte[] Bend(byte[] good, Random random)
    {
        var content = good.ToList();
        for (var changes = random.Next(3); changes > 0; changes--)
        {
            switch (random.Next(4))
            {
                case 0 when content.Count > 0:
                    content[random.Next(content.Count)] = (byte)random.Next(256);
                    break;
                case 1 when content.Count > 0:
                    content.RemoveRange(random.Next(content.Count), 1);
                    break;
                case 2:
                    content.Insert(random.Next(content.Count + 1), (byte)random.Next(256));
                    break;
                default:
                    if (content.Count > 0) content[random.Next(content.Count)] = (byte)"0123456789abcdef"[random.Next(16)];
                    break;
            }
        }
        return [.. content];
    }
}
