using System.Text.Json;

namespace Polyglot.East.Tests;

public sealed class CompareVectors
{
    [Test]
    public void Values_are_ordered_as_the_reference_orders_them() => Vector.RunAll(Vector.Load("compare.json").GetProperty("groups").EnumerateArray(), group =>
    {
        var type = Vector.Type(group.GetProperty("type"));
        var values = group.GetProperty("values").EnumerateArray().Select(v => EastJson.Parse(type, v.GetRawText()).Value).ToArray();
        var rows = group.GetProperty("cmp").EnumerateArray().Select(r => r.GetString()!).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (Vector.Expect("text", Vector.Text(group.GetProperty("text")[i]), EastText.Print(type, values[i])) is { } failure) return failure;
            var row = string.Concat(values.Select(v => "<=>"[Math.Sign(EastOrder.Compare(type, values[i], v)) + 1]));
            if (Vector.Expect($"row {i}", rows[i], row) is { } wrong) return wrong;
        }
        return null;
    });
}
