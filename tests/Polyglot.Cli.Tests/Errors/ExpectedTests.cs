using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Store;

namespace Polyglot.Cli.Tests.Errors;

public sealed class ExpectedTests
{
    [Test]
    public void A_defect_is_one_line_with_how_to_report_it()
    {
        var failure = Expected.Failure(new InvalidOperationException("first\nsecond"), debug: false);
        Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.Fault));
        Assert.That(failure.Problems.Single(), Is.EqualTo(new Problem("something unexpected happened: InvalidOperationException: first second", Next: CliMessages.ReportDefect)));
        Assert.That(Expected.Failure(new InvalidOperationException("x"), debug: true).Problems[0].Next, Is.EqualTo(CliMessages.ReportDefectNow));
    }

    [TestCase(StoreError.NotARepository, 2)]
    [TestCase(StoreError.NewerFormat, 2)]
    [TestCase(StoreError.FileGone, 3)]
    public void A_refusal_of_the_store_keeps_its_words(StoreError error, int code)
    {
        var failure = Expected.Failure(new StoreException(error, "the words"), debug: false);
        Assert.That(((int)failure.ExitCode, failure.Problems[0].What), Is.EqualTo((code, "the words")));
    }

    [Test]
    public void A_full_disk_is_no_defect() => Assert.That(Expected.Failure(new IOException("No space left on device."), debug: false).Problems[0].Next, Is.EqualTo(CliMessages.CheckDisk));
}
