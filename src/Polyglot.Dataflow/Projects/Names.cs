namespace Polyglot.Dataflow.Projects;

/// <summary>The rule for names of dataflows, inputs, tasks, aliases and parameters: <c>[A-Za-z_][A-Za-z0-9_-]*</c>, at most 100 characters.</summary>
public static class Names
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 100;

    /// <summary>Whether <paramref name="name"/> follows the rule.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength) return false;
        if (!char.IsAsciiLetter(name[0]) && name[0] != '_') return false;
        foreach (var c in name[1..])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        return true;
    }
}
