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

    [Test]
    public void Identity_equality_and_order_differ_where_the_reference_has_them_differ() => Vector.RunAll(Vector.Load("compare.json").GetProperty("special").EnumerateArray(), item =>
    {
        var type = Vector.Type(item.GetProperty("type"));
        var (a, b) = (Special(type, Vector.Text(item, "a")!), Special(type, Vector.Text(item, "b")!));
        var order = EastOrder.Compare(type, a, b);
        return Vector.Expect("cmp", Vector.Text(item, "cmp"), "<=>"[Math.Sign(order) + 1].ToString())
            ?? Vector.Expect("equal", item.GetProperty("equal").GetRawText(), order == 0 ? "true" : "false")
            ?? (item.TryGetProperty("is", out var same) ? Vector.Expect("is", same.ToString(), Identity(type, a, b)) : null);
    });

    private static string Identity(EastType type, object a, object b)
    {
        try
        {
            return EastIdentity.Is(type, a, b).ToString();
        }
        catch (ArgumentException)
        {
            return "throws";
        }
    }

    /// <summary>The vectors describe values that no notation tells apart.</summary>
    private static object Special(EastType type, string description)
    {
        switch (description)
        {
            case "fn1" or "fn2": return EastFunction.Of((FunctionType)type, new Func<long>(() => description.Length));
            case "cycle v=1 kids=[self]": return EastText.Parse(type, "(v=1, kids=[(v=1, kids=2#)])").Value;
            case "cycle v=1 kids=[v=1 kids=[root]]": return EastText.Parse(type, "(v=1, kids=[(v=1, kids=[(v=1, kids=4#)])])").Value;
            default: return EastText.Parse(type, description.Replace(" (fresh)", "", StringComparison.Ordinal)).Value;
        }
    }
}
