namespace Polyglot.Testing;

/// <summary>Where the source tree and the shared test data are.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Polyglot.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The conformance data (suites and vectors): <c>$POLYGLOT_CONFORMANCE</c> or <c>../shared/conformance</c>; null where absent.
    /// Tests that need it call <see cref="ConformanceOrSkip"/>.
    /// </summary>
    public static string? Conformance { get; } = FindConformance();

    /// <summary>The conformance data, or the running test is reported as skipped with the reason.</summary>
    public static string ConformanceOrSkip()
    {
        if (Conformance is null) Assert.Ignore("The conformance data is absent (set POLYGLOT_CONFORMANCE to its folder).");
        return Conformance!;
    }

    private static string FindRoot()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
            if (File.Exists(Path.Combine(dir.FullName, "Polyglot.sln"))) return dir.FullName;
        throw new InvalidOperationException($"no Polyglot.sln above {AppContext.BaseDirectory}");
    }

    private static string? FindConformance()
    {
        var folder = Environment.GetEnvironmentVariable("POLYGLOT_CONFORMANCE");
        if (string.IsNullOrEmpty(folder)) folder = Path.Combine(Root, "..", "shared", "conformance");
        return Directory.Exists(Path.Combine(folder, "vectors")) ? Path.GetFullPath(folder) : null;
    }
}
