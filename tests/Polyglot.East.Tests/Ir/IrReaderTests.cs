using System.Diagnostics;
using System.Security.Cryptography;

namespace Polyglot.East.Tests;

public sealed class IrReaderTests
{
    private const string HeaderHash = "2eb048569b6be82ffcd639562f23fd310ced47e1ff23f8ac99bd51c0c334b9d5";

    [Test]
    public void Every_program_begins_with_the_known_header()
    {
        Assert.That(IrTypes.Header.Length, Is.EqualTo(10_407));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(IrTypes.Header)), Is.EqualTo(HeaderHash));
        Assert.That(IrTypes.Ir.Cases.Select(c => c.Name), Is.EqualTo(Enum.GetNames<IrKind>()));
    }

    [Test]
    public void The_function_of_the_specification_is_read_as_it_says()
    {
        var value = Convert.FromHexString(
            "0d0700010808" + "06742e656173740a06" + "0000" + "0001" + "1c0806742e656173740e06025f300000"
            + "050806742e6561737416060a496e7465676572416464" + "0000" + "0002" + "1c0806742e656173740e06025f300000" + "1b0806742e6561737418060402");
        var program = IrReader.FromValue(value).Value;
        var root = program.Root;
        Assert.That(root.Type, Is.EqualTo(EastType.Function([EastType.Integer], EastType.Integer)));
        Assert.That(root.Location, Is.EqualTo(new IrLocation("t.east", 5, 3)));
        Assert.That(root.Parameters.Select(p => p.Name), Is.EqualTo(new[] { "_0" }));
        var body = (BuiltinNode)root.Body;
        Assert.That((body.Builtin, body.Arguments.Length, ((ValueNode)body.Arguments[1]).Value), Is.EqualTo(("IntegerAdd", 2, (object)1L)));
        Assert.That(IrWriter.ToValueBytes(root), Is.EqualTo(value));
        byte[] file = [.. IrTypes.Header, .. value];
        Assert.That(program.Id, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(file))));
        Assert.That(IrReader.FromBeast2(file).Value.Id, Is.EqualTo(program.Id));
    }

    [Test]
    public void Nodes_of_every_kind_survive_beast2_JSON_and_text()
    {
        var program = IrProgram.Of(new Nodes().EveryKind());
        var file = IrWriter.ToBeast2(program.Root);
        var read = IrReader.FromBeast2(file).Value;
        Assert.That(read.Id, Is.EqualTo(program.Id));
        Assert.That(IrWriter.ToBeast2(read.Root), Is.EqualTo(file));
        Assert.That(Beast2.Encode(IrTypes.Ir, IrWriter.ToValue(read.Root)), Is.EqualTo(file));
        var json = EastJson.Print(IrTypes.Ir, IrWriter.ToValue(read.Root));
        Assert.That(IrReader.FromJson(json).Value.Id, Is.EqualTo(program.Id));
        var text = EastText.Print(IrTypes.Ir, IrWriter.ToValue(read.Root)).Replace("\\n", "\n", StringComparison.Ordinal);
        Assert.That(IrReader.FromText(text).Value.Id, Is.EqualTo(program.Id));
        foreach (var literal in new Nodes().Literals())
            Assert.That(((ValueNode)IrReader.NodeFromValue(IrWriter.ToValueBytes(literal)).Value).Value, Is.EqualTo(literal.Value));
    }

    [Test]
    public void Every_kind_of_node_is_in_the_program_of_every_kind()
    {
        var kinds = new HashSet<IrKind>();
        void Visit(object? value)
        {
            switch (value)
            {
                case EastVariant { Payload: EastStruct node } variant when IrTypes.Ir.IndexOf(variant.Case) >= 0 && node.Type.IndexOf("location") >= 0:
                    kinds.Add(Enum.Parse<IrKind>(variant.Case));
                    Visit(node);
                    break;
                case EastVariant variant: Visit(variant.Payload); break;
                case EastStruct parts:
                    for (var i = 0; i < parts.Count; i++) Visit(parts[i]);
                    break;
                case IEastArray items:
                    for (var i = 0; i < items.Count; i++) Visit(items[i]);
                    break;
            }
        }
        Visit(IrWriter.ToValue(new Nodes().EveryKind()));
        Visit(IrWriter.ToValue(new Nodes().Function([], new CallNode(Nodes.Null, new IrLocation("", 1, 1), true, new Nodes().Null_(), []), isAsync: true)));
        Assert.That(kinds, Is.EquivalentTo(Enum.GetValues<IrKind>()));
    }

    [Test]
    public void Equal_types_are_one_instance_and_shared_lists_stay_shared()
    {
        var nodes = new Nodes();
        EastType Pair() => EastType.Struct(("a", EastType.Integer), ("b", EastType.Array(EastType.String)));
        var root = nodes.Function([nodes.Variable("x", Pair()), nodes.Variable("y", Pair())], nodes.Variable("x", Pair()));
        var read = IrReader.FromBeast2(IrWriter.ToBeast2(root)).Value.Root;
        Assert.That(read.Parameters[1].Type, Is.SameAs(read.Parameters[0].Type));
        Assert.That(read.Type.Inputs[0], Is.SameAs(read.Body.Type));

        // The same list of fields, written once and then referred to: 0f marker, then the distance.
        var inline = IrWriter.ToValueBytes(root);
        var value = IrWriter.ToValue(root);
        var parameters = (IEastArray)((EastStruct)value.Payload!)["parameters"]!;
        var shared = ((EastVariant)((EastStruct)((EastVariant)parameters[0]!).Payload!)["type"]!).Payload;
        var type = new EastVariant(TypeOfTypes.Type, "Struct", shared);
        var second = (EastStruct)((EastVariant)parameters[1]!).Payload!;
        var again = EastStruct.Of(second.Type, type, second[1], second[2], second[3], second[4]);
        ((EastArray<EastVariant>)parameters)[1] = new EastVariant(IrTypes.Ir, "Variable", again);
        var bytes = Beast2.Encode(IrTypes.Ir, value);
        Assert.That(bytes.Length - IrTypes.Header.Length, Is.LessThan(inline.Length));
        Assert.That(IrWriter.ToBeast2(IrReader.FromBeast2(bytes).Value.Root), Is.EqualTo(bytes));
    }

    [Test]
    public void A_file_of_another_version_is_refused_by_name()
    {
        var later = EastType.Struct(("source_map", EastType.String), ("ir", EastType.Variant(("Builtin", EastType.Null), ("Function", EastType.Null))));
        foreach (var type in (EastType[])[later, later.Fields[1].Type])
        {
            byte[] file = [.. Beast2.Header(type), 0, 0];
            Assert.That(IrReader.FromBeast2(file).Error!.Message, Is.EqualTo(IrMessages.UnsupportedVersion));
        }
        Assert.That(IrReader.FromBeast2(Beast2.Encode(EastType.Integer, 1L)).Error!.Message, Is.EqualTo(IrMessages.NotAProgram(EastType.Integer)));
        Assert.That(IrReader.FromBeast2([]).Error!.Message, Is.EqualTo(Beast2Messages.TooShort(0)));
        Assert.That(IrReader.FromJson("""{"type":"Function","value":{"type":{"type":"Null","value":null},"loc_id":"1"}}""").Error!.Message,
            Is.EqualTo(IrMessages.UnsupportedVersion));
        Assert.That(IrReader.FromJson("""{"source_map":[],"ir":{}}""").Error!.Message, Is.EqualTo(IrMessages.UnsupportedVersion));
        Assert.That(IrReader.FromJson("[").Error!.Message, Does.StartWith(EastJsonMessages.SyntaxPrefix));
        Assert.That(IrReader.FromJson("1").Error!.Message, Does.Contain("expected object with type and value for Variant"));
    }

    [Test]
    public void What_is_no_program_is_refused()
    {
        var nodes = new Nodes();
        var x = nodes.Variable("x", EastType.Integer);
        Assert.That(Refusal(nodes.Value(1L)), Is.EqualTo(IrMessages.NotAFunction(IrKind.Value)));
        Assert.That(Refusal(nodes.Function([], x, [x])), Is.EqualTo(IrMessages.HasCaptures));
        Assert.That(() => IrProgram.Of(nodes.Function([], x, [x])), Throws.ArgumentException.With.Message.StartsWith(IrMessages.HasCaptures));

        var value = IrWriter.ToValueBytes(nodes.Function([x], x));
        var parameter = value.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 1, (byte)IrKind.Variable]) + 2;
        value[parameter] = (byte)IrKind.Value;
        Assert.That(IrReader.FromValue(value).Error!.Message, Does.StartWith("Invalid variant tag").Or.StartWith("Buffer").Or.StartWith("Expected a Variable"));
        var kind = IrWriter.ToValueBytes(nodes.Function([x], x));
        kind[0] = (byte)IrKind.AsyncFunction;
        Assert.That(IrReader.FromValue(kind).Error!.Message, Is.EqualTo(IrMessages.FunctionType(IrKind.AsyncFunction, EastType.Function([EastType.Integer], EastType.Integer), 0)));
        Assert.That(IrReader.FromValue([.. IrWriter.ToValueBytes(nodes.Function([x], x)), 0]).Error!.Message, Does.StartWith("Unexpected data after"));

        var assigned = Beast2.Encode(IrTypes.Ir, WithVariable(nodes.Value(1L)));
        Assert.That(IrReader.FromBeast2(assigned).Error!.Message, Does.StartWith("Expected a Variable node, got Value"));
        var open = nodes.Function([], new NewArrayNode(EastType.Array(EastType.Recursive(2)), nodes.Here(), []), output: EastType.Null);
        Assert.That(Refusal(open), Does.Contain(TypeMessages.Open(EastType.Array(EastType.Recursive(2)))));
    }

    [Test]
    public void A_list_that_contains_itself_and_lists_that_explode_are_refused()
    {
        // Block whose statements are: the statements themselves.
        byte[] block = [(byte)IrKind.Block, (byte)EastTypeKind.Null, 0, 0, 0];
        byte[] cycle = [.. block, 0, 1, .. block, 6];
        Assert.That(IrReader.NodeFromValue(cycle).Error!.Message, Is.EqualTo(IrMessages.CyclicList));

        var bytes = new List<byte>();
        // A Block of two Blocks, the second with the list of the first, again and again: 2^k nodes in bytes that grow with k.
        void Grow(int levels)
        {
            bytes.AddRange(block);
            if (levels == 0)
            {
                bytes.AddRange([0, 0]);
                return;
            }
            bytes.Add(0);
            bytes.Add(2);
            var inner = bytes.Count + block.Length + 1;
            Grow(levels - 1);
            bytes.AddRange(block);
            var distance = bytes.Count - inner;
            Span<byte> varint = stackalloc byte[Varint.MaxBytes];
            bytes.AddRange(varint[..Varint.Write(varint, (ulong)distance)]);
        }
        Grow(10);
        Assert.That(IrReader.NodeFromValue(bytes.ToArray()).IsSuccess, Is.True);
        bytes.Clear();
        Grow(60);
        Assert.That(IrReader.NodeFromValue(bytes.ToArray()).Error!.Message, Is.EqualTo(IrMessages.TooLarge));
        bytes.Clear();
        Grow(3000);
        Assert.That(IrReader.NodeFromValue(bytes.ToArray()).Error!.Message, Does.StartWith("Values nested more than"));
    }

    [Test]
    public void Functions_inside_values_are_told_apart()
    {
        var value = IrWriter.ToValueBytes(new Nodes().Program(new Nodes().Value(1L)));
        var reader = new Beast2Reader(value, 0);
        Assert.That(new IrDecoder().ReadFunction(ref reader, isAsync: false).Type.Inputs, Is.Empty);
        var message = "";
        try
        {
            reader = new Beast2Reader(value, 0);
            new IrDecoder().ReadFunction(ref reader, isAsync: true);
        }
        catch (Beast2Failure failure)
        {
            message = failure.Error.Message;
        }
        Assert.That(message, Is.EqualTo("Expected AsyncFunction IR, got Function at offset 0"));
    }

    [Test]
    public void Damaged_programs_are_read_or_refused()
    {
        var random = new Random(31);
        var value = IrWriter.ToValueBytes(new Nodes().EveryKind());
        var (good, bad) = (0, 0);
        for (var i = 0; i < 6000; i++)
        {
            var damaged = (byte[])value.Clone();
            for (var k = random.Next(1, 4); k > 0; k--) damaged[random.Next(damaged.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 33);
            if (random.Next(8) == 0) damaged = damaged[..random.Next(damaged.Length)];
            var read = IrReader.FromValue(damaged);
            if (read.IsSuccess)
            {
                good++;
                var again = IrWriter.ToValueBytes(read.Value.Root);
                Assert.That(IrWriter.ToValueBytes(IrReader.FromValue(again).Value.Root), Is.EqualTo(again));
            }
            else
            {
                bad++;
                Assert.That(read.Error.Offset, Is.InRange(0, damaged.Length));
            }
        }
        Assert.That(Math.Min(good, bad), Is.GreaterThan(300));
    }

    [Test]
    public void Damaged_JSON_programs_are_read_or_refused()
    {
        var random = new Random(32);
        var text = EastJson.Print(IrTypes.Ir, IrWriter.ToValue(new Nodes().Program(new Nodes().Add(new Nodes().Value(1L), new Nodes().Value(2L)))));
        const string alphabet = "{}[]\",:null\\ #$ref0123\"type\"";
        var bad = 0;
        for (var i = 0; i < 2000; i++)
        {
            var damaged = text.ToCharArray();
            for (var k = random.Next(1, 4); k > 0; k--) damaged[random.Next(damaged.Length)] = alphabet[random.Next(alphabet.Length)];
            if (!IrReader.FromJson(new string(damaged)).IsSuccess) bad++;
        }
        Assert.That(bad, Is.GreaterThan(500));
    }

    [Test]
    public void The_suites_are_read_and_written_byte_for_byte()
    {
        foreach (var (name, file) in ProgramFiles.Suites())
        {
            var watch = Stopwatch.StartNew();
            var program = IrReader.FromBeast2(file).Value;
            TestContext.Out.WriteLine($"{name}: {file.Length} bytes read in {watch.ElapsedMilliseconds} ms");
            Assert.That(IrWriter.ToBeast2(program.Root).AsSpan().SequenceEqual(file), Is.True, name);
            Assert.That(program.Id, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(file))), name);
        }
    }

    /// <summary>The suites come as beast2 alone, so their JSON is made here. What is the same program has the same tests pass.</summary>
    [TestCaseSource(typeof(SuiteRuns), nameof(SuiteRuns.Names))]
    public void A_suite_in_JSON_is_the_same_program(string suite)
    {
        var file = ProgramFiles.Suites().Single(s => s.Name == $"{suite}.beast2.gz").File;
        var program = IrReader.FromBeast2(file).Value;
        var json = EastJson.Print(IrTypes.Ir, IrWriter.ToValue(program.Root));
        Assert.That(json, Does.Contain("$ref"));
        Assert.That(IrReader.FromJson(json).Value.Id, Is.EqualTo(program.Id));
    }

    [Test]
    public void The_functions_of_the_vectors_are_read_and_written_byte_for_byte()
    {
        foreach (var (item, value) in ProgramFiles.Vectors())
        {
            var program = IrReader.FromValue(value).Value;
            Assert.That(IrWriter.ToValueBytes(program.Root), Is.EqualTo(value), item.GetProperty("name").GetString());
            if (item.TryGetProperty("ir", out var json)) Assert.That(IrReader.FromJson(json.GetRawText()).Value.Id, Is.EqualTo(program.Id));
        }
    }

    private static string Refusal(IrNode node) => IrReader.FromBeast2(IrWriter.ToBeast2(node)).Error!.Message;

    /// <summary>A program that assigns to a node of another kind than a variable, which nodes cannot say.</summary>
    private static EastVariant WithVariable(IrNode instead)
    {
        var nodes = new Nodes();
        var root = IrWriter.ToValue(nodes.Program(nodes.Assign(nodes.Variable("x", EastType.Integer, true), nodes.Value(1L))));
        var function = (EastStruct)root.Payload!;
        var assign = (EastStruct)((EastVariant)function["body"]!).Payload!;
        var body = new EastVariant(IrTypes.Ir, "Assign", EastStruct.Of(assign.Type, assign[0], assign[1], IrWriter.ToValue(instead), assign[3]));
        return new EastVariant(IrTypes.Ir, "Function", EastStruct.Of(function.Type, function[0], function[1], function[2], function[3], body));
    }
}
