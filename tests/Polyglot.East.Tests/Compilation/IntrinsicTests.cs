namespace Polyglot.East.Tests;

/// <summary>What is written into the code says the same as the method of the builtin.</summary>
public sealed class IntrinsicTests
{
    private static readonly Dictionary<EastType, object[]> Samples = new()
    {
        [EastType.Boolean] = [false, true],
        [EastType.Integer] = [0L, 1L, -1L, 2L, 7L, -7L, 63L, long.MaxValue, long.MinValue, long.MinValue + 1],
        [EastType.Float] = [0.0, -0.0, 1.0, -1.5, 2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue],
        [EastType.String] = ["", "a", "b", "aa", "\ud83d\ude00", "\uffff"],
        [EastType.DateTime] = [new EastDateTime(0), new EastDateTime(-1), new EastDateTime(long.MaxValue)],
        [EastType.Array(EastType.Integer)] = [new EastArray<long>(), new EastArray<long>([5L, 6L])],
        [EastType.Ref(EastType.Integer)] = [new EastRef<long>(3)],
    };

    private readonly Nodes _n = new();

    public static IEnumerable<string> Names => Intrinsic.Names.Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public void It_gives_what_the_method_gives(string name)
    {
        BuiltinTable.TryGet(name, out var definition);
        var compared = 0;
        EastType[] scalars = [EastType.Boolean, EastType.Integer, EastType.Float, EastType.String, EastType.DateTime];
        foreach (var types in definition!.TypeParameters.Length == 0 ? [[]] : scalars.Select(t => new[] { t }))
        {
            var signature = definition.Signature([.. types]);
            if (!signature.Inputs.All(Samples.ContainsKey)) continue;
            foreach (var arguments in Combinations([.. signature.Inputs.Select(t => Samples[t])]))
            {
                compared++;
                Compare(definition, types, signature, arguments);
            }
        }
        Assert.That(compared, Is.Positive);
    }

    /// <summary>Once with the last argument as a parameter, once as a literal, for which other code is written.</summary>
    private void Compare(BuiltinDefinition definition, EastType[] types, BuiltinSignature signature, object[] arguments)
    {
        var parameters = signature.Inputs.Select((type, i) => _n.Variable($"p{i}", type)).ToArray();
        var node = _n.Op(definition.Name, types, parameters);
        var expected = Method(definition, node, arguments);
        Assert.That(Program(_n.Function(parameters, node), arguments), Is.EqualTo(expected), string.Join(", ", arguments));
        if (arguments[^1] is EastArray<long> or EastRef<long> or EastDateTime) return;
        var literal = _n.Op(definition.Name, types, [.. parameters[..^1], _n.Value(arguments[^1])]);
        Assert.That(Program(_n.Function(parameters[..^1], literal), arguments[..^1]), Is.EqualTo(expected), "literal " + string.Join(", ", arguments));
    }

    private static string Method(BuiltinDefinition definition, BuiltinNode node, object[] arguments)
    {
        var method = Clr.Generic(definition.Method, [.. node.TypeParameters.Select(Clr.Held)]);
        var site = new BuiltinSite(definition, node.TypeParameters, node.Location);
        try
        {
            return EastText.Print(node.Type, method.Invoke(null, definition.TakesSite ? [site, .. arguments] : arguments));
        }
        catch (System.Reflection.TargetInvocationException failure) when (failure.InnerException is EastException error)
        {
            return "! " + error.Message;
        }
    }

    private static string Program(FunctionNode root, object[] arguments)
    {
        try
        {
            return EastText.Print(root.Type.Output, Programs.Run(root, arguments));
        }
        catch (EastException error)
        {
            return "! " + error.Message;
        }
    }

    private static IEnumerable<object[]> Combinations(object[][] choices) => choices.Aggregate(
        (IEnumerable<object[]>)[[]], (all, next) => all.SelectMany(before => next.Select(choice => (object[])[.. before, choice])));
}
