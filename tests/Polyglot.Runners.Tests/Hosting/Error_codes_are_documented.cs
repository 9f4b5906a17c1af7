using System.Reflection;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Hosting;

public sealed class Error_codes_are_documented
{
    [Test]
    public void Every_code_that_the_host_reports_is_in_the_protocols_tables()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "ir", "protocol.md"));
        var constants = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        var reasons = Enum.GetValues<DisconnectReason>().Select(ErrorCodes.Of);

        Assert.That(constants.Concat(reasons).Distinct().Where(code => !document.Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);
    }
}
