using System.Diagnostics;
using System.Runtime.Versioning;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Setup;

/// <summary>eng/setup.sh among programs that only say that they were called.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class Setup_script : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Programs of the system that the script and the stand-ins need.
    private static readonly string[] Real = ["cp", "dirname", "env", "grep", "mkdir", "mktemp", "rm", "tail"];

    private readonly TempDirectory _directory = new();

    public Setup_script()
    {
        File.Copy(Path.Combine(Repository.Root, "eng", "setup.sh"), _directory.Write("eng/setup.sh", ""), overwrite: true);
        Directory.CreateDirectory(At("bin"));
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var name in Real) File.CreateSymbolicLink(At($"bin/{name}"), folders.Select(folder => Path.Combine(folder, name)).First(File.Exists));
        Program("bin/id", "echo 0");
        Program("bin/awk", "exit 0"); // there is memory enough
        Program("bin/apt-cache", "echo '  Candidate: 1'");
        Program("bin/apt-get", $"case \"$*\" in *install*julia*) cp {At("julia")} {At("bin/julia")} ;; esac");
        Program("bin/setsid", $"echo \"$@\" > {At("began")}");
        Program("julia", "case $* in *VERSION*) exit $JULIA_IS_NEW ;; esac");
        Program("runners/julia/image/build.sh", "exit 1");
    }

    public void Dispose() => _directory.Dispose();

    private string At(string name) => Path.Combine(_directory.Path, name);

    private void Program(string name, string body)
    {
        var path = _directory.Write(name, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (int ExitCode, string Said) SetUpJulia(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { At("eng/setup.sh"), "julia" }, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = At("bin");
        start.Environment["JULIA_IS_NEW"] = "0";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    [Test]
    public async Task A_julia_that_it_has_brought_gets_its_image_in_the_background()
    {
        using (var fifo = Process.Start("mkfifo", At("began"))) await fifo.WaitForExitAsync();
        var (exitCode, said) = SetUpJulia();
        Assert.That(exitCode, Is.Zero, said);
        Assert.That(said, Does.Contain("In the background an image is made"));
        Assert.That(await Task.Run(() => File.ReadAllText(At("began"))).WaitAsync(Patience), Is.EqualTo($"nice -n 19 {At("runners/julia/image/build.sh")}\n"));
    }

    [TestCase("CI", "true")]
    [TestCase("POLYGLOT_JULIA_IMAGE", "off")]
    [TestCase("JULIA_IS_NEW", "1")]
    public void Not_in_CI_nor_where_it_is_not_wanted_nor_needed(string name, string value)
    {
        var (exitCode, said) = SetUpJulia((name, value));
        Assert.That(exitCode, Is.Zero, said);
        Assert.That(said, Does.Contain("Installing: julia").And.Not.Contain("image"));
    }

    [Test]
    public void A_julia_that_was_there_is_left_as_it_is()
    {
        File.Copy(At("julia"), At("bin/julia"));
        var (exitCode, said) = SetUpJulia();
        Assert.That((exitCode, said), Is.EqualTo((0, "")));
    }
}
