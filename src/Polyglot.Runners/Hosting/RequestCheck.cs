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

    /// <summary>A kind of runner, as manifests say it.</summary>
    public static string NameOf(RunnerKind kind) => kind switch
    {
        RunnerKind.Command => "command",
        RunnerKind.Worker => "worker",
        RunnerKind.East => "east",
        _ => "host",
    };

    /// <summary>What the project's author got wrong; null for nothing.</summary>
    public static TaskError? Problem(TaskRequest request)
    {
        var (id, kind) = (request.Runner.Id, request.Runner.Manifest.Kind);
        var problem = request.Program switch
        {
            FunctionProgram when kind is RunnerKind.Command or RunnerKind.Host => RunnersMessages.NeedsKind(id, NameOf(kind), "functions"),
            IrTaskProgram when kind is not (RunnerKind.East or RunnerKind.Host) => RunnersMessages.NeedsKind(id, NameOf(kind), "East IR"),
            CommandProgram when kind != RunnerKind.Command => RunnersMessages.NeedsKind(id, NameOf(kind), "commands"),
            _ => null,
        };
        if (problem is null && kind == RunnerKind.Command)
            problem = request.Inputs.FirstOrDefault(i => !InputName().IsMatch(i.Name)) is { } bad ? RunnersMessages.BadInputName(bad.Name) : null;
        return problem is null ? null : RunnersMessages.Error(FaultSide.Host, ErrorCodes.BadRequest, problem);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex InputName();
}
