using System.Text;
using Polyglot.East;

namespace Polyglot.Runners.Tests.Commands;

/// <summary>What a command finds in its input files and what it may leave in its output file, per format.</summary>
public sealed class Formats_of_commands
{
    private static readonly EastType Table = EastType.Array(EastType.Struct(("name", EastType.String), ("ppm", EastType.Option(EastType.Float))));

    private static IEnumerable<TestCaseData> RawTexts()
    {
        yield return new TestCaseData(EastType.Null, EastNull.Boxed, "");
        yield return new TestCaseData(EastType.Boolean, true, "true\n");
        yield return new TestCaseData(EastType.Integer, -42L, "-42\n");
        yield return new TestCaseData(EastType.Float, 1.5, "1.5\n");
        yield return new TestCaseData(EastType.String, "no newline is added", "no newline is added");
        yield return new TestCaseData(EastType.Blob, new EastBlob([0, 1, 0xff]), null);
        yield return new TestCaseData(EastType.DateTime, new EastDateTime(0), "1970-01-01T00:00:00.000\n");
    }

    [TestCaseSource(nameof(RawTexts))]
    public async Task A_raw_value_goes_through_a_command_unchanged(EastType type, object value, string? text)
    {
        await using var fake = new Fake();
        var seen = fake.NextPath();
        var request = fake.Command($"cp {{inputs.x}} {seen}; cat {{inputs.x}} > {{output}}") with { Inputs = [fake.Input("x", type, value)], OutputType = type };

        var result = await fake.ValueAsync<object>(request);

        Assert.That(result, Is.EqualTo(value));
        if (text is not null) Assert.That(await File.ReadAllTextAsync(seen), Is.EqualTo(text));
    }

    [Test]
    public async Task Tables_are_CSV_with_a_header()
    {
        await using var fake = new Fake();
        var table = EastJson.Parse(Table, """[{"name":"a,b","ppm":{"type":"some","value":1.5}},{"name":"c","ppm":{"type":"none","value":null}}]""").Value;
        var request = fake.Command("tr a-z A-Z < {inputs.table} | sed 's/NAME,PPM/name,ppm/' > {output}") with
        {
            Inputs = [fake.Input("table", Table, table)],
            OutputType = Table,
            Format = TaskFormat.Csv,
        };

        var result = await fake.ValueAsync<object>(request);

        Assert.That(EastText.Print(Table, result), Is.EqualTo("[(name=\"A,B\", ppm=.some 1.5), (name=\"C\", ppm=.none)]"));
    }

    [Test]
    public async Task Anything_that_is_data_can_be_JSON()
    {
        await using var fake = new Fake();
        var type = EastType.Dict(EastType.String, EastType.Array(EastType.Integer));
        var value = EastText.Parse(type, "{\"a\":[1,2]}").Value;
        var request = fake.Command("cat {inputs.x} > {output}") with { Inputs = [fake.Input("x", type, value)], OutputType = type, Format = TaskFormat.Json };

        var result = await fake.ValueAsync<object>(request);

        Assert.That(EastText.Print(type, result), Is.EqualTo("{\"a\":[1, 2]}"));
    }

    [Test]
    public async Task Beast2_inputs_are_the_stores_own_files()
    {
        await using var fake = new Fake();
        var input = fake.Input("x", EastType.Integer, 7L);
        var request = fake.Command("readlink {inputs.x} >&2; cat {inputs.x} > {output}") with { Inputs = [input], OutputType = EastType.Integer, Format = TaskFormat.Beast2 };

        var result = await fake.Host.ExecuteAsync(request);

        Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>());
        Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Is.EqualTo(input.Path + "\n"));
    }

    [Test]
    public async Task A_large_blob_passes_in_both_directions()
    {
        await using var fake = new Fake();
        var bytes = new byte[5_000_000];
        new Random(3).NextBytes(bytes);

        var result = await fake.ValueAsync<EastBlob>(fake.Command("cat {inputs.x} > {output}") with { Inputs = [fake.Input("x", EastType.Blob, new EastBlob(bytes))] });

        Assert.That(result.Span.SequenceEqual(bytes), Is.True);
    }

    [TestCase("", "it is empty")]
    [TestCase("12 apples", "12 apples")]
    [TestCase("1.5", "1.5")]
    public async Task A_text_that_is_no_value_of_the_declared_type_is_the_tasks_failure(string text, string named)
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command($"printf '{text}' > {{output}}") with { OutputType = EastType.Integer }, ErrorCodes.DamagedOutput);

        Assert.That(error.Summary, Does.StartWith("the output is not Integer in the format raw: ").And.Contain(named));
    }

    [Test]
    public async Task Bytes_that_are_not_UTF8_are_no_String()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Command("printf '\\377' > {output}") with { OutputType = EastType.String }, ErrorCodes.DamagedOutput);

        Assert.That(error.Summary, Does.Contain(RunnersMessages.NotUtf8));
    }

    [Test]
    public async Task Another_beast2_type_is_named()
    {
        await using var fake = new Fake();
        var request = fake.Command("cat {inputs.x} > {output}") with { Inputs = [fake.Input("x", EastType.Float, 7.0)], OutputType = EastType.Integer, Format = TaskFormat.Beast2 };

        var error = await fake.FailureAsync(request, ErrorCodes.WrongOutputType);

        Assert.That(error.Summary, Does.StartWith("declared Integer, file holds Float"));
    }

    [Test]
    public async Task A_format_that_cannot_carry_a_type_is_refused_with_those_that_can()
    {
        await using var fake = new Fake();
        var type = EastType.Array(EastType.Integer);

        var output = await fake.FailureAsync(fake.Command("true") with { OutputType = type }, ErrorCodes.UnsupportedFormat);
        var input = await fake.FailureAsync(fake.Command("true") with { Inputs = [fake.Input("x", type, EastText.Parse(type, "[1]").Value)] }, ErrorCodes.UnsupportedFormat);

        Assert.Multiple(() =>
        {
            Assert.That(output.Summary, Is.EqualTo($"output: the format raw cannot carry Array<Integer>: {RunnersMessages.RawTypes} (formats that can: beast2, json)"));
            Assert.That(input.Summary, Does.StartWith("input x: the format raw cannot carry Array<Integer>"));
        });
    }

    [Test]
    public async Task An_input_that_is_damaged_is_the_hosts_fault()
    {
        await using var fake = new Fake();
        var input = fake.Input("x", EastType.String, "hello");
        await File.WriteAllBytesAsync(input.Path, (await File.ReadAllBytesAsync(input.Path))[..^1]);

        var error = await fake.FaultAsync(fake.Command("true") with { Inputs = [input] }, ErrorCodes.BadInput, FaultSide.Host);

        Assert.That(error.Summary, Does.Contain($"input x ({input.Id})"));
    }

    [Test]
    public async Task An_output_over_the_limit_is_the_tasks_failure()
    {
        await using var fake = new Fake();

        await fake.FailureAsync(fake.Command("printf '%01000d' 0 > {output}") with { Limits = new TaskLimits(MaxOutputBytes: 999) }, ErrorCodes.OutputLimit);
    }
}
