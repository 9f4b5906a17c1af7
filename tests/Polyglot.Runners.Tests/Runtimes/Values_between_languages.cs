using Polyglot.East;
using Polyglot.Runners.Conformance;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Runtimes;

/// <summary>Every language reads what every language wrote, and writes it again with the same bytes: sixteen pairs over the values of <c>ir/conformance/values</c>.</summary>
#pragma warning disable CA1001 // closed at the end
public sealed class Values_between_languages
#pragma warning restore CA1001
{
    private static readonly string[] Languages = ["dotnet", "node", "python", "julia"];

    private readonly Dictionary<string, IReadOnlyList<string>> _written = [];
    private readonly List<(EastType Type, object Value, byte[] Canonical)> _values = [];
    private Fake? _fake;

    [OneTimeSetUp]
    public void ReadValues()
    {
        _fake = new Fake();
        foreach (var entry in ConformanceCases.Load(Path.Combine(Repository.Root, "ir", "conformance")).Values)
        {
            var type = TypeSyntax.Parse(entry.Type).Value;
            foreach (var json in entry.Values)
            {
                var value = EastJson.Parse(type, json.GetRawText()).Value!;
                _values.Add((type, value, Beast2.Encode(type, value)));
            }
        }
        Assert.That(_values, Has.Count.GreaterThan(60));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_fake is not null) await _fake.DisposeAsync();
    }

    [Test]
    public async Task What_one_writes_the_other_reads([ValueSource(nameof(Languages))] string writer, [ValueSource(nameof(Languages))] string reader)
    {
        if (!_written.TryGetValue(writer, out var files)) _written[writer] = files = await WriteAsync(writer);

        var read = await PassAsync(reader, files);

        Assert.Multiple(() =>
        {
            for (var i = 0; i < _values.Count; i++)
                Assert.That(File.ReadAllBytes(read[i]), Is.EqualTo(_values[i].Canonical), $"{_values[i].Type}: {EastText.Print(_values[i].Type, _values[i].Value)}");
        });
    }

    /// <summary>Files that this language wrote, of values that it held itself.</summary>
    private Task<IReadOnlyList<string>> WriteAsync(string language)
    {
        var own = _values.Select(v => _fake!.Input("value", v.Type, v.Value).Path).ToArray();
        return PassAsync(language, own);
    }

    private async Task<IReadOnlyList<string>> PassAsync(string language, IReadOnlyList<string> files)
    {
        var runner = language == "dotnet" ? null : await RunnerAsync(language);
        var passed = new List<string>();
        for (var i = 0; i < files.Count; i++)
        {
            var type = _values[i].Type;
            var output = _fake!.NextPath();
            if (runner is null)
            {
                await File.WriteAllBytesAsync(output, Beast2.Encode(type, Beast2.Decode(await File.ReadAllBytesAsync(files[i]), type).Value));
            }
            else
            {
                var result = await _fake.Host.ExecuteAsync(new TaskRequest
                {
                    Name = "echo",
                    Runner = runner,
                    Program = new FunctionProgram(Kit(language), "echo", "1"),
                    OutputPath = output,
                    OutputType = type,
                    Inputs = [new TaskInput("value", new string('a', 64), files[i], type)],
                });
                Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>(), $"{language}: {type}: {result}");
            }
            passed.Add(output);
        }
        return passed;
    }

    private static async Task<ResolvedRunner> RunnerAsync(string language)
    {
        var manifest = ManifestReader.ReadFile(Path.Combine(Repository.Root, "runners.json"), new Version(0, 1, 0)).Runners.Single(r => r.Id == language);
        var resolution = await new RunnerResolver().ResolveAsync(manifest, Repository.Root, []);
        if (resolution is RunnerResolution.NotFound none) Absent.Tool($"the runner {language} ({none.Message})");
        return ((RunnerResolution.Found)resolution).Runner;
    }

    private static string Kit(string language) => Directory.GetFiles(Path.Combine(Repository.Root, "runners", language, "conformance"), "kit.*").Single();
}
