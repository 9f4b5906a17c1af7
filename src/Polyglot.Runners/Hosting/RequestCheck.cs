using System.Text.RegularExpressions;

namespace Polyglot.Runners;

/// <summary>What a request must fulfil before anything is started.</summary>
internal static partial class RequestCheck
{
    /// <summary>Throws for what the caller's code got wrong.</summary>
    public static void ThrowIfInvalid(TaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Path.IsPathFullyQualified(request.OutputPath)) throw new ArgumentException($"not an absolute path: {request.OutputPath}", nameof(request));
        foreach (var input in request.Inputs)
            if (!Path.IsPathFullyQualified(input.Path)) throw new ArgumentException($"not an absolute path: {input.Path}", nameof(request));
        foreach (var (name, value) in request.Environment)
            if (name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0'))
                throw new ArgumentException($"not a variable: {name}", nameof(request));
    }

    /// <summary>What the project's author got wrong; null for nothing.</summary>
    public static TaskError? Problem(TaskRequest request)
    {
        var (id, kind) = (request.Runner.Id, request.Runner.Manifest.Kind);
        var problem = request.Program switch
        {
            FunctionProgram when kind == RunnerKind.Command => RunnersMessages.NeedsKind(id, "command", "functions"),
            EastProgram when kind != RunnerKind.East => RunnersMessages.NeedsKind(id, kind == RunnerKind.Command ? "command" : "worker", "East IR"),
            CommandProgram when kind != RunnerKind.Command => RunnersMessages.NeedsKind(id, kind == RunnerKind.Worker ? "worker" : "east", "commands"),
            _ => null,
        };
        if (problem is null && kind == RunnerKind.Command)
            problem = request.Inputs.FirstOrDefault(i => !InputName().IsMatch(i.Name)) is { } bad ? RunnersMessages.BadInputName(bad.Name) : null;
        return problem is null ? null : RunnersMessages.Error(FaultSide.Host, ErrorCodes.BadRequest, problem);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex InputName();
}
