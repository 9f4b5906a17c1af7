using System.Text.RegularExpressions;
using Polyglot.Testing;

namespace Polyglot.Architecture.Tests;

public sealed partial class Runtimes_need_no_package
{
    [Test]
    public void Node_imports_only_its_own_modules_and_the_runtime_itself()
    {
        foreach (var (file, text) in Sources("node", "*.mjs"))
            foreach (Match import in NodeImport().Matches(text))
                Assert.That(import.Groups[1].Value, Does.StartWith("node:").Or.StartWith(".").Or.EqualTo("polyglot"), file);
    }

    [Test]
    public void Python_imports_only_the_standard_library_and_asks_for_numpy_and_pandas_lazily()
    {
        string[] foreign = ["numpy", "pandas", "scipy", "sklearn", "flatbuffers", "msgpack", "pydantic", "requests"];
        var sources = Sources("python", "*.py").ToList();
        var needy = sources.Where(s => PythonImport().Matches(s.Text).Any(import => foreign.Contains(import.Groups[1].Value))).ToList();
        Assert.That(needy, Is.Not.Empty);
        // A module that needs a library is itself loaded only inside a function that was asked for it.
        foreach (var (file, _) in needy)
            Assert.That(
                sources.Except(needy).Where(s => Loaded(s.File, s.Text).Contains(file)).Select(s => s.File), Is.Empty, $"load {file}, which needs a library, when they are loaded");
    }

    /// <summary>The files of the same package that a module loads when it is loaded, as far as they are modules by their names.</summary>
    private static IEnumerable<string> Loaded(string file, string text)
    {
        foreach (Match import in RelativeImport().Matches(text))
        {
            var folder = file;
            for (var dots = import.Groups[1].Length; dots > 0; dots--) folder = Path.GetDirectoryName(folder)!;
            var module = Path.Combine(folder, import.Groups[2].Value.Replace('.', Path.DirectorySeparatorChar));
            yield return module + ".py";
            foreach (Match name in Name().Matches(import.Groups[3].Value)) yield return Path.Combine(module, name.Value + ".py");
        }
    }

    [Test]
    public void Julia_uses_only_the_standard_library_and_its_own_modules()
    {
        string[] allowed = ["Dates", "Random", "Printf", "Sockets", "Serialization", "Test", "Mmap", "Logging", "Base", "Core", "Main", "LinearAlgebra", "Statistics", "SHA", "UUIDs", "Unicode", "InteractiveUtils", "Libdl"];
        foreach (var (file, text) in Sources("julia", "*.jl"))
            foreach (Match use in JuliaUsing().Matches(text))
            {
                var module = use.Groups[1].Value;
                Assert.That(allowed.Contains(module) || module.StartsWith("Polyglot", StringComparison.Ordinal), Is.True, $"{file} uses {module}");
            }
    }

    private static IEnumerable<(string File, string Text)> Sources(string runtime, string pattern)
    {
        var root = Path.Combine(Repository.Root, "runners", runtime);
        var files = Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();
        Assert.That(files, Is.Not.Empty);
        return files.Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f)));
    }

    [GeneratedRegex("""^\s*(?:import\s*|(?:import|export)\b[^'"\n]*\bfrom\s*)['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex NodeImport();

    // At the margin only: an import inside a function is one that is asked for.
    [GeneratedRegex(@"^(?:import|from)\s+([A-Za-z_]\w*)", RegexOptions.Multiline)]
    private static partial Regex PythonImport();

    [GeneratedRegex(@"^from\s+(\.+)([\w.]*)\s+import\s+(\([^)]*\)|.*)", RegexOptions.Multiline)]
    private static partial Regex RelativeImport();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*(?:using|import)\s+([A-Za-z_]\w*)", RegexOptions.Multiline)]
    private static partial Regex JuliaUsing();
}
