using FsCheck;
using FsCheck.Fluent;

namespace Polyglot.East.Tests;

/// <summary>Random closed types: recursive ones, odd names, nested functions.</summary>
internal static class TypeGenerator
{
    private static readonly string[] Names = ["a", "b", "_x1", "some", "none", "a b", "", "é", "a`b", "a\\b", "\\", "`", "1x", "true", "tail", "\U0001F600", "Self", "Array"];

    private static readonly EastType[] Leaves =
    [
        EastType.Never, EastType.Null, EastType.Boolean, EastType.Integer, EastType.Float, EastType.String, EastType.DateTime, EastType.Blob,
    ];

    public static Arbitrary<EastType> Closed(bool data = false) => Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(seed => Make(new System.Random(seed), data)));

    public static EastType Make(System.Random random, bool data) => Make(random, data, 4, 0, isKey: false);

    private static EastType Make(System.Random random, bool data, int depth, int level, bool isKey)
    {
        if (level > 0 && random.Next(7) == 0) return EastType.Recursive(random.Next(1, level + 1));
        if (depth == 0 || random.Next(4) == 0) return Leaves[random.Next(Leaves.Length)];
        EastType Part(int deeper = 1, bool key = false) => Make(random, data, depth - deeper, level + 1, isKey || key);
        EastType Key() => Make(random, data, depth - 1, 0, isKey: true);
        return random.Next(isKey ? 2 : data ? 6 : 8) switch
        {
            0 => EastType.Struct(Parts(random, () => Part())),
            1 => EastType.Variant(Parts(random, () => Part())),
            2 => EastType.Array(Part()),
            3 => EastType.Ref(Part()),
            4 => EastType.Set(Key()),
            5 => EastType.Dict(Key(), Part()),
            6 => EastType.Function([.. Parts(random, () => Part()).Select(p => p.Type)], Part()),
            _ => EastType.AsyncFunction([.. Parts(random, () => Part()).Select(p => p.Type)], Part()),
        };
    }

    private static (string Name, EastType Type)[] Parts(System.Random random, Func<EastType> part) =>
        [.. Names.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(name => (name, part()))];
}
