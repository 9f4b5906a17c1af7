namespace Polyglot.East;

/// <summary>Something wrong with a program, found before it runs.</summary>
/// <param name="Location">Of the node that is wrong.</param>
/// <param name="Message">What is wrong, one line.</param>
public sealed record IrProblem(IrLocation Location, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{Location}: {Message}";
}
