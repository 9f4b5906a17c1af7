using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Hosting;

public sealed class Outputs_are_compared_with_what_was_declared
{
    // Around the size up to which a file is read at once, and far beyond it.
    private static readonly int[] Lengths = [0, 1, 1_000, 1_010, 1_011, 1_012, 1_013, 1_014, 1_020, 1_024, 1_025, 70_000, 20_000_000];

    private static string WriteBlob(TempDirectory directory, int length)
    {
        var path = Path.Combine(directory.Path, "output.beast2");
        File.WriteAllBytes(path, [.. BlobHeader.Of(EastType.Blob, length), .. new byte[length]]);
        return path;
    }

    [TestCaseSource(nameof(Lengths))]
    public void A_value_of_the_type_is_one_and_its_size_is_told(int length)
    {
        using var directory = new TempDirectory();
        var path = WriteBlob(directory, length);
        Assert.That(OutputCheck.Check(path, EastType.Blob, null, FaultSide.Task, out var size), Is.Null);
        Assert.That(size, Is.EqualTo(new FileInfo(path).Length));
        Assert.That(OutputCheck.Check(path, EastType.Blob, size, FaultSide.Task, out _), Is.Null);
    }

    [TestCaseSource(nameof(Lengths))]
    public void A_file_over_the_limit_is_none(int length)
    {
        using var directory = new TempDirectory();
        var path = WriteBlob(directory, length);
        Assert.That(OutputCheck.Check(path, EastType.Blob, new FileInfo(path).Length - 1, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.OutputLimit));
    }

    [TestCaseSource(nameof(Lengths))]
    public void A_file_of_another_type_or_with_a_byte_too_many_or_too_few_is_none(int length)
    {
        using var directory = new TempDirectory();
        var path = WriteBlob(directory, length);
        Assert.That(OutputCheck.Check(path, EastType.String, null, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.WrongOutputType));
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - 1);
        Assert.That(OutputCheck.Check(path, EastType.Blob, null, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.DamagedOutput));
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length + 2);
        Assert.That(OutputCheck.Check(path, EastType.Blob, null, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.DamagedOutput));
    }

    [Test]
    public void An_empty_file_and_none_are_none()
    {
        using var directory = new TempDirectory();
        var path = directory.Write("output.beast2", "");
        Assert.That(OutputCheck.Check(path, EastType.Blob, null, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.DamagedOutput));
        File.Delete(path);
        Assert.That(OutputCheck.Check(path, EastType.Blob, null, FaultSide.Task, out _)!.Code, Is.EqualTo(ErrorCodes.OutputMissing));
    }
}
