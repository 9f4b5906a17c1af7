namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>A parsed document, or the one problem that stopped the parser: exactly one of the two is not null.</summary>
internal readonly record struct DocumentResult(DocumentNode? Root, ProjectProblem? Problem);

/// <summary>Carries a problem out of a recursive reader; never leaves this folder.</summary>
internal sealed class DocumentException(SourcePosition position, string message, string? nextStep = null) : Exception(message)
{
    public ProjectProblem ToProblem(string file) => new(file, position.Line, position.Column, Message, NextStep: nextStep);
}
