namespace Polyglot.East.Tests;

/// <summary>The variables in sight while a source is read, and what each function captures.</summary>
internal sealed class NotationScopes
{
    private readonly List<Frame> _frames = [];

    /// <summary>Declarations, by where they are, that an inner function captures.</summary>
    public HashSet<int> CapturedDeclarations { get; } = [];

    /// <summary>Whether the innermost function awaits anything.</summary>
    public bool Awaits { get; set; }

    public bool IsInFunction => _frames.Count > 1;

    public void EnterFunction() => _frames.Add(new Frame());

    /// <summary>Leaves a function; its captures, in the order in which they were met.</summary>
    public List<Variable> LeaveFunction()
    {
        var captures = _frames[^1].Captures;
        _frames.RemoveAt(_frames.Count - 1);
        return captures;
    }

    public void Enter() => _frames[^1].Scopes.Add([]);

    public void Leave() => _frames[^1].Scopes.RemoveAt(_frames[^1].Scopes.Count - 1);

    public void Declare(Variable variable) => _frames[^1].Scopes[^1][variable.Name] = variable;

    /// <summary>A variable; every function between its own and the innermost captures it.</summary>
    public Variable? Find(string name)
    {
        for (var frame = _frames.Count - 1; frame >= 0; frame--)
        {
            if (_frames[frame].Find(name) is not { } variable) continue;
            for (var inner = frame + 1; inner < _frames.Count; inner++) _frames[inner].Captures.Add(variable);
            if (frame < _frames.Count - 1) CapturedDeclarations.Add(variable.Declaration);
            return variable;
        }
        return null;
    }

    public sealed record Variable(string Name, EastType Type, bool IsMutable, int Declaration);

    private sealed class Frame
    {
        public List<Dictionary<string, Variable>> Scopes { get; } = [[]];

        public List<Variable> Captures { get; } = [];

        public Variable? Find(string name)
        {
            for (var scope = Scopes.Count - 1; scope >= 0; scope--)
                if (Scopes[scope].TryGetValue(name, out var variable)) return variable;
            return Captures.Find(c => c.Name == name);
        }
    }
}
