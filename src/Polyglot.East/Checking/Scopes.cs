namespace Polyglot.East;

/// <summary>What is known of a name where it is bound.</summary>
internal sealed record Binding(EastType Type, bool IsMutable);

/// <summary>The variables and loops around a node. A function begins anew and sees what it captures.</summary>
internal sealed class FunctionScope(FunctionNode function, FunctionScope? outer)
{
    private readonly List<Dictionary<string, Binding>> _scopes = [new(StringComparer.Ordinal)];
    private readonly List<string> _loops = [];

    public FunctionNode Function => function;

    public FunctionScope? Outer => outer;

    public void Enter() => _scopes.Add(new Dictionary<string, Binding>(StringComparer.Ordinal));

    public void Leave() => _scopes.RemoveAt(_scopes.Count - 1);

    /// <summary>Binds in the innermost scope; a name may be bound again.</summary>
    public void Bind(string name, Binding binding) => _scopes[^1][name] = binding;

    public Binding? Find(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
            if (_scopes[i].TryGetValue(name, out var binding)) return binding;
        return null;
    }

    public void EnterLoop(string label) => _loops.Add(label);

    public void LeaveLoop() => _loops.RemoveAt(_loops.Count - 1);

    public bool HasLoop(string label) => _loops.Contains(label);
}
