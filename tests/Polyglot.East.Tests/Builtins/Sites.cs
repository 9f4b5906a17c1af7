namespace Polyglot.East.Tests;

/// <summary>Sites for calling builtins directly.</summary>
internal static class Sites
{
    public static readonly IrLocation Here = new("t.east", 1, 2);

    /// <summary>A use of a builtin at types given in friendly syntax.</summary>
    public static BuiltinSite Of(string builtin, params string[] types)
    {
        Assert.That(BuiltinTable.TryGet(builtin, out var definition), Is.True, builtin);
        return new BuiltinSite(definition!, [.. types.Select(t => TypeSyntax.Parse(t).Value)], Here);
    }

    /// <summary>Holds that a call fails with that East error, located at the builtin.</summary>
    public static void Fails(string message, Action call)
    {
        var error = Assert.Throws<EastException>(call)!;
        Assert.That(error.Message, Is.EqualTo(message));
        Assert.That(error.Locations, Is.EqualTo(new[] { Here }));
    }
}
