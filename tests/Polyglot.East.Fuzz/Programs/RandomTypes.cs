namespace Polyglot.East.Fuzz;

/// <summary>The types that one random program is about: a few, so that its parts fit together.</summary>
internal sealed class RandomTypes
{
    private static readonly EastType[] Scalars =
        [EastType.Integer, EastType.String, EastType.Boolean, EastType.Float, EastType.Null, EastType.DateTime, EastType.Blob];

    private static readonly string[] Names = ["a", "b", "c"];

    private readonly Choices _choices;
    private readonly List<EastType> _pool = [EastType.Integer, EastType.String, EastType.Boolean, EastType.Float, EastType.Array(EastType.Integer)];

    public RandomTypes(Choices choices)
    {
        _choices = choices;
        for (var i = 0; i < 6; i++) _pool.Add(Make(3, isKey: false));
    }

    /// <summary>Any of them, without functions.</summary>
    public EastType Any() => _choices.Of(_pool);

    /// <summary>One that may be a key.</summary>
    public EastType Key() => _choices.Of([.. _pool.Where(t => t.IsImmutableData)]);

    private EastType Make(int depth, bool isKey)
    {
        switch (depth == 0 ? 0 : _choices.Next(isKey ? 4 : 8))
        {
            case 0: return _choices.Of(Scalars);
            case 1: return EastType.Struct([.. Names.Take(1 + _choices.Next(3)).Select(n => (n, Make(depth - 1, isKey)))]);
            case 2: return EastType.Option(Make(depth - 1, isKey));
            case 3: return EastType.Variant([.. Names.Take(2 + _choices.Next(2)).Select(n => (n, Make(depth - 1, isKey)))]);
            case 4: return EastType.Array(Make(depth - 1, isKey: false));
            case 5: return EastType.Dict(Make(depth - 1, isKey: true), Make(depth - 1, isKey: false));
            case 6: return EastType.Set(Make(depth - 1, isKey: true));
            default: return EastType.Ref(Make(depth - 1, isKey: false));
        }
    }
}
