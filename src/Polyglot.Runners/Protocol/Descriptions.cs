namespace Polyglot.Runners;

/// <summary>One parameter of a function that a script offers. Schemas are the headerless beast2 encoding of an East type.</summary>
/// <param name="Name">Its name in the script.</param>
/// <param name="Schema">Its type; empty when the annotation gives no East type (then <paramref name="Problem"/> says why).</param>
/// <param name="Optional">True when it has a default of its own.</param>
/// <param name="Problem">Why there is no type; empty when there is one.</param>
public sealed record ParameterDescription(string Name, ReadOnlyMemory<byte> Schema, bool Optional, string Problem);

/// <summary>A function that a script offers.</summary>
/// <param name="Name">Its name in the script.</param>
/// <param name="Parameters">In order; they bind by position.</param>
/// <param name="Output">Its result's type; empty when the annotation gives no East type.</param>
/// <param name="Problem">Why there is no output type; empty when there is one.</param>
/// <param name="Summary">The first line of its documentation; may be empty.</param>
/// <param name="Line">1-based line of its definition; 0 when unknown.</param>
public sealed record FunctionDescription(
    string Name, IReadOnlyList<ParameterDescription> Parameters, ReadOnlyMemory<byte> Output, string Problem, string Summary, int Line);

/// <summary>What a script offers.</summary>
/// <param name="Functions">In the order of the runtime.</param>
/// <param name="Dependencies">Absolute paths of the user's other files that the script loads.</param>
public sealed record ScriptDescription(IReadOnlyList<FunctionDescription> Functions, IReadOnlyList<string> Dependencies);
