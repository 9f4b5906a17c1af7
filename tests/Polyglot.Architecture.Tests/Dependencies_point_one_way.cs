namespace Polyglot.Architecture.Tests;

public sealed class Dependencies_point_one_way
{
    // The second column is what a project may reference beside the framework.
    [TestCase("Polyglot.East")]
    [TestCase("Polyglot.Resident")]
    [TestCase("Polyglot.Store", "Polyglot.East")]
    [TestCase("Polyglot.Runners", "Polyglot.East")]
    [TestCase("Polyglot.Dataflow", "Polyglot.East", "Polyglot.Store", "Polyglot.Runners", "YamlDotNet", "Microsoft.Extensions.FileSystemGlobbing")]
    [TestCase("Polyglot.PowerShell", "Polyglot.East", "Polyglot.Store", "Polyglot.Runners", "Polyglot.Dataflow", "Polyglot.Pictures")]
    [TestCase("Polyglot.Pictures", "Polyglot.East", "Polyglot.Store", "Polyglot.Dataflow")]
    public void A_library_references_only_what_is_beneath_it(string library, params string[] allowed)
    {
        var others = SourceAssembly.References(library).Where(name => !IsFramework(name)).Except(allowed);

        Assert.That(others, Is.Empty);
    }

    [TestCaseSource(typeof(SourceAssembly), nameof(SourceAssembly.Libraries))]
    public void A_library_knows_neither_the_console_nor_the_command_line(string library)
    {
        Assert.That(SourceAssembly.References(library), Has.None.AnyOf("System.Console", "Spectre.Console", "System.CommandLine"));
    }

    [Test]
    public void East_has_no_effects()
    {
        string[] effects =
        [
            "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.RandomAccess",
            "System.Environment", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Threading.Timer",
            "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Net.Sockets.Socket", "System.Net.Http.HttpClient",
        ];

        Assert.That(SourceAssembly.TypesUsed("Polyglot.East").Intersect(effects), Is.Empty);
    }

    [Test]
    public void Only_the_runners_start_processes()
    {
        foreach (var library in SourceAssembly.Libraries.Except(["Polyglot.Runners"]))
            Assert.That(SourceAssembly.TypesUsed(library), Does.Not.Contain("System.Diagnostics.ProcessStartInfo"), library);
    }

    private static bool IsFramework(string name) => name.StartsWith("System", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" or "Microsoft.Win32.Primitives";
}
