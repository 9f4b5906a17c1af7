using System.Text;

namespace Polyglot.Store.Tests;

/// <summary>Checksums of derived data.</summary>
public sealed class ChecksumTests
{
    // The values that the algorithm was published with.
    [TestCase("", 0xEF46DB3751D8E999UL)]
    [TestCase("a", 0xD24EC4F1A98C6E5BUL)]
    [TestCase("abc", 0x44BC2CF5AD770999UL)]
    [TestCase("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1UL)]
    public void Are_those_of_XXH64(string text, ulong expected) => Assert.That(Checksum.Xxh64(Encoding.ASCII.GetBytes(text), 0), Is.EqualTo(expected));

    [Test]
    public void Every_bit_of_every_length_counts()
    {
        var random = new Random(4);
        for (var length = 1; length < 140; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var sum = Checksum.Of(bytes);
            for (var bit = 0; bit < 8 * length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.That(Checksum.Of(bytes), Is.Not.EqualTo(sum), $"bit {bit} of {length} bytes");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            Assert.That(Checksum.Of(bytes.AsSpan(0, length - 1)), Is.Not.EqualTo(sum));
            Assert.That(Checksum.Of([.. bytes, 0]), Is.Not.EqualTo(sum));
        }
    }

    [Test]
    public void Bytes_of_a_checksum_read_as_the_same()
    {
        var sum = Checksum.Of("some"u8);
        var bytes = new byte[Checksum.Size];
        sum.CopyTo(bytes);
        Assert.That(Checksum.FromBytes(bytes), Is.EqualTo(sum));
        Assert.That((sum == Checksum.FromBytes(bytes), sum != Checksum.Of("other"u8)), Is.EqualTo((true, true)));
        Assert.That(() => Checksum.FromBytes(bytes.AsSpan(1)), Throws.ArgumentException);
    }
}
