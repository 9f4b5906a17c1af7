namespace Polyglot.East.Fuzz;

/// <summary>A variable of a program that is being made. Whether a function captures it is known when all of the program is.</summary>
internal sealed class RandomVariable(string name, EastType type, bool isMutable, FunctionContext owner)
{
    public string Name => name;

    public EastType Type => type;

    public bool IsMutable => isMutable;

    public FunctionContext Owner => owner;

    public bool IsCaptured { get; set; }

    /// <summary>Nothing else assigns to it: it counts.</summary>
    public bool IsCounter { get; init; }
}

/// <summary>A function that is being made: what it captures, what may be awaited, which loops are around.</summary>
internal sealed class FunctionContext(FunctionContext? outer, EastType output, bool isAsync)
{
    public FunctionContext? Outer => outer;

    public EastType Output => output;

    public bool IsAsync => isAsync;

    public List<RandomVariable> Captures { get; } = [];

    public List<string> Loops { get; } = [];
}

/// <summary>What is visible where the program is being made.</summary>
internal sealed class Scopes
{
    private readonly List<List<RandomVariable>> _scopes = [];
    private int _names;

    public void Enter() => _scopes.Add([]);

    public void Leave() => _scopes.RemoveAt(_scopes.Count - 1);

    public void Add(RandomVariable variable) => _scopes[^1].Add(variable);

    /// <summary>A name that no variable has had.</summary>
    public string NewName() => $"v{_names++}";

    /// <summary>Those that can be named, the oldest first: of equal names, the one that was bound last.</summary>
    public List<RandomVariable> Visible(Func<RandomVariable, bool> wanted)
    {
        var seen = new HashSet<string>();
        var found = new List<RandomVariable>();
        for (var i = _scopes.Count - 1; i >= 0; i--)
            for (var j = _scopes[i].Count - 1; j >= 0; j--)
                if (seen.Add(_scopes[i][j].Name) && wanted(_scopes[i][j])) found.Add(_scopes[i][j]);
        found.Reverse();
        return found;
    }

    /// <summary>Notes that a function uses a variable: it and those around it capture what is not theirs.</summary>
    public static void Use(RandomVariable variable, FunctionContext by)
    {
        for (var function = by; function != variable.Owner; function = function.Outer!)
        {
            variable.IsCaptured = true;
            if (!function.Captures.Contains(variable)) function.Captures.Add(variable);
        }
    }
}
