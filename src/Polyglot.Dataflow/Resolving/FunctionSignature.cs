using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What a runtime said of a function, with types decoded. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">In order.</param>
/// <param name="Output">The annotated type, or null.</param>
/// <param name="Problem">Why there is no output type; empty when there is one.</param>
internal sealed record FunctionSignature(string Name, IReadOnlyList<ParameterSignature> Parameters, EastType? Output, string Problem)
{
    /// <summary>Reads a description. A schema that cannot be decoded counts as no annotation, with the reason.</summary>
    public static FunctionSignature From(FunctionDescription description)
    {
        var (output, problem) = Type(description.Output, description.Problem);
        return new(description.Name, description.Parameters.Select(From).ToList(), output, problem);
    }

    private static ParameterSignature From(ParameterDescription parameter) => new(parameter.Name, Type(parameter.Schema, "").Type, parameter.Optional);

    private static (EastType? Type, string Problem) Type(ReadOnlyMemory<byte> schema, string problem)
    {
        if (schema.IsEmpty) return (null, problem);
        var decoded = TypeCodec.Decode(schema.Span);
        return decoded.IsSuccess ? (decoded.Value, "") : (null, decoded.Error.Message);
    }
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The annotated type; null accepts anything.</param>
/// <param name="Optional">It has a default of its own.</param>
internal sealed record ParameterSignature(string Name, EastType? Type, bool Optional);
