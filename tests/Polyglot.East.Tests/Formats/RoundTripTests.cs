namespace Polyglot.East.Tests;

/// <summary>Random values of random types through every format, and the same bytes again from what was read.</summary>
public sealed class RoundTripTests
{
    private const int Count = 4000;

    [Test]
    public void Beast2_keeps_values_with_their_sharing() => ForEach(sharing: true, (type, value) =>
    {
        var bytes = Beast2.Encode(type, value);
        var decoded = Beast2.Decode(bytes, type);
        Assert.That(decoded.Error, Is.Null);
        Assert.That(Beast2.Verify(bytes, type), Is.Null);
        Assert.That(ValueCheck.Find(type, decoded.Value), Is.Null);
        Assert.That(Beast2.Encode(type, decoded.Value), Is.EqualTo(bytes));
        Assert.That(EastOrder.Compare(type, value, decoded.Value), Is.Zero);
    });

    [Test]
    public void Trees_of_equal_values_have_equal_bytes() => ForEach(sharing: false, (type, value) =>
    {
        var bytes = Beast2.Encode(type, value, Sharing.AsTree);
        var decoded = Beast2.DecodeAny(bytes).Value;
        Assert.That(decoded.Type, Is.EqualTo(type));
        Assert.That(Beast2.Encode(type, decoded.Value, Sharing.AsTree), Is.EqualTo(bytes));
        Assert.That(Beast2.Encode(type, decoded.Value), Is.EqualTo(bytes), "nothing is shared, so sharing makes no difference");
    });

    [Test]
    public void Json_keeps_values_with_their_sharing() => ForEach(sharing: true, (type, value) =>
    {
        var json = EastJson.Print(type, value);
        var parsed = EastJson.Parse(type, json);
        Assert.That(parsed.Error?.Message, Is.Null);
        Assert.That(EastJson.Print(type, parsed.Value), Is.EqualTo(json));
        Assert.That(Beast2.Encode(type, parsed.Value), Is.EqualTo(Beast2.Encode(type, value)));
    });

    [Test]
    public void Text_keeps_values_without_control_characters_and_null_cases_as_keys() => ForEach(sharing: false, (type, value) =>
    {
        var text = EastText.Print(type, value);
        var parsed = EastText.Parse(type, text);
        if (!parsed.IsSuccess)
        {
            // What the language prints and cannot read (spec 3.4 and quirk 7): escapes, and null before the colon of a Dict's entry.
            Assert.That(parsed.Error.Message, Does.Contain("unexpected escape sequence in string").Or.Contain("expected null, got "));
            return;
        }
        Assert.That(EastText.Print(type, parsed.Value), Is.EqualTo(text));
        Assert.That(Beast2.Encode(type, parsed.Value), Is.EqualTo(Beast2.Encode(type, value)));
    });

    [Test]
    public void Piecewise_writers_give_the_same_as_strings() => ForEach(sharing: true, (type, value) =>
    {
        var utf8 = new System.Buffers.ArrayBufferWriter<byte>();
        EastText.Print(utf8, type, value);
        Assert.That(System.Text.Encoding.UTF8.GetString(utf8.WrittenSpan), Is.EqualTo(EastText.Print(type, value)));
        utf8.Clear();
        EastJson.Print(utf8, type, value);
        Assert.That(System.Text.Encoding.UTF8.GetString(utf8.WrittenSpan), Is.EqualTo(EastJson.Print(type, value)));
        utf8.Clear();
        Assert.That(Beast2.Write(utf8, type, value), Is.Null);
        Assert.That(utf8.WrittenSpan.ToArray(), Is.EqualTo(Beast2.Encode(type, value)));
    }, Count / 4);

    [Test]
    public void The_order_is_total()
    {
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            var type = ValueGenerator.Pair(random, sharing: true).Type;
            object[] values = [.. Enumerable.Range(0, 200).Select(_ => ValueGenerator.Of(type, random)).OfType<object>().Take(5)];
            foreach (var a in values)
                foreach (var b in values)
                {
                    var order = Math.Sign(EastOrder.Compare(type, a, b));
                    Assert.That(Math.Sign(EastOrder.Compare(type, b, a)), Is.EqualTo(-order));
                    foreach (var c in values)
                        if (order <= 0 && EastOrder.Compare(type, b, c) <= 0) Assert.That(EastOrder.Compare(type, a, c), Is.LessThanOrEqualTo(0));
                }
        }
    }

    private static void ForEach(bool sharing, Action<EastType, object> check, int count = Count)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            var (type, value) = ValueGenerator.Pair(random, sharing);
            try
            {
                check(type, value);
            }
            catch (Exception e) when (e is not AssertionException)
            {
                throw new InvalidOperationException($"value {i} of type {TypeText.Print(type)}", e);
            }
        }
    }
}
