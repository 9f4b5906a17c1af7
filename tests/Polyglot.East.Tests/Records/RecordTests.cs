namespace Polyglot.East.Tests;

public sealed class RecordTests
{
    private static readonly ValueMap<Program> Programs = Union.Map(
        Union.Case<Program, Script>("script", Record.Map<Script>(fields =>
        {
            var path = fields.Add("path", Map.String, s => s.Path);
            return row => new Script(row.Get(path));
        })),
        Union.Case<Program, Command>("command", Map.List(Map.String).As<Command>(c => c.Words, words => new Command(words))),
        Union.Case<Program>("nothing", Program.Nothing));

    private static readonly ValueMap<Attempt> Attempts = Record.Map<Attempt>(fields =>
    {
        var number = fields.Add("number", Map.Int32, a => a.Number);
        var status = fields.Add("status", Map.Enum(("failed", Status.Failed), ("done", Status.Done)), a => a.Status);
        var started = fields.Add("started", Map.Instant, a => a.Started);
        var took = fields.Add("took", Map.OptionalValue(Map.Milliseconds), a => a.Took);
        var error = fields.Add("error", Map.Optional(Map.String), a => a.Error);
        var program = fields.Add("program", Programs, a => a.Program);
        var tags = fields.Add("tags", Map.Dictionary(Map.Float), a => a.Tags);
        var output = fields.Add("output", Map.Type, a => a.Output);
        return row => new Attempt(row.Get(number), row.Get(status), row.Get(started), row.Get(took), row.Get(error), row.Get(program), row.Get(tags), row.Get(output));
    });

    private static readonly Attempt Example = new(3, Status.Done, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(1.5), null,
        new Command(["gzip", "-9"]), new Dictionary<string, double> { ["b"] = 2, ["a"] = 1 }, EastType.Array(EastType.Float));

    private enum Status
    {
        Failed,
        Done,
    }

    [Test]
    public void A_record_comes_back_as_it_was()
    {
        var back = Attempts.Decode(Attempts.Encode(Example)).Value;
        Assert.That(back with { Program = Example.Program, Tags = Example.Tags }, Is.EqualTo(Example));
        Assert.That(((Command)back.Program).Words, Is.EqualTo(new[] { "gzip", "-9" }));
        Assert.That(back.Tags, Is.EqualTo(Example.Tags));
        var other = Example with { Program = new Script("a.py"), Took = null, Error = "bad", Status = Status.Failed };
        Assert.That(Attempts.Decode(Attempts.Encode(other)).Value with { Tags = other.Tags }, Is.EqualTo(other));
        Assert.That(Attempts.Decode(Attempts.Encode(Example with { Program = Program.Nothing })).Value.Program, Is.SameAs(Program.Nothing));
    }

    [Test]
    public void A_record_is_a_struct_that_anything_can_read()
    {
        Assert.That(Attempts.Type.ToString(), Is.EqualTo(
            "Struct<number: Integer, status: Variant<done, failed>, started: DateTime, took: Option<Integer>, error: Option<String>, "
            + "program: Variant<command: Array<String>, nothing, script: Struct<path: String>>, tags: Dict<String, Float>, output: Blob>"));
        var (type, value) = Beast2.DecodeAny(Attempts.Encode(Example)).Value;
        Assert.That(EastText.Print(type, value), Is.EqualTo(
            "(number=3, status=.done, started=2026-01-02T03:04:05.000, took=.some 1500, error=.none, program=.command [\"gzip\", \"-9\"], "
            + "tags={\"a\":1.0,\"b\":2.0}, output=0x0006)"));
    }

    [Test]
    public void Damage_is_an_error_and_never_an_exception()
    {
        var bytes = Attempts.Encode(Example);
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            if (damaged.Length > 0) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.That(() => Attempts.Decode(damaged), Throws.Nothing);
        }
    }

    [Test]
    public void Values_that_mean_nothing_to_the_host_are_errors()
    {
        Assert.That(Map.Int32.Decode(Map.Integer.Encode(1L << 40)).Error?.Message, Is.EqualTo("1099511627776 does not fit 32 bits"));
        Assert.That(Map.Instant.Decode(Map.DateTime.Encode(new EastDateTime(long.MaxValue))).IsSuccess, Is.False);
        Assert.That(Map.Milliseconds.Decode(Map.Integer.Encode(long.MinValue)).IsSuccess, Is.False);
        Assert.That(Map.Type.Decode(Map.Blob.Encode(new EastBlob([0x11]))).IsSuccess, Is.False);
        Assert.That(Map.String.Decode(Map.Integer.Encode(1)).Error?.Message, Is.EqualTo("Type mismatch: expected .String, got .Integer"));
    }

    [Test]
    public void A_family_member_without_a_case_is_a_bug() => Assert.That(() => Programs.Encode(new Stranger()), Throws.ArgumentException);

    private record Program
    {
        public static readonly Program Nothing = new();
    }

    private sealed record Script(string Path) : Program;

    private sealed record Command(IReadOnlyList<string> Words) : Program;

    private sealed record Stranger : Program;

    private sealed record Attempt(
        int Number, Status Status, DateTimeOffset Started, TimeSpan? Took, string? Error, Program Program, IReadOnlyDictionary<string, double> Tags, EastType Output);
}
