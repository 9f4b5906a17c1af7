using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Resolving;

/// <summary>Binds the inputs of a task to the parameters of its function: by position, or by name and then put in position. Pure.</summary>
internal static class SignatureBinding
{
    /// <summary>
    /// For each position, the index of the task's input that goes there; null after reporting that they do not fit. Without a signature
    /// the order of the file stands.
    /// </summary>
    public static int[]? Bind(ProjectTask task, FunctionSignature? signature, Action<SourcePosition, string, string?, string?> report)
    {
        if (signature is null) return Enumerable.Range(0, task.Inputs.Count).ToArray();
        if (task.InputsNamed) return ByName(task, signature, report);
        return task.Scatter is MatrixClause ? ByName(Named(task, signature), signature, report) : ByPosition(task, signature, report);
    }

    // A matrix names the parameters that it varies; inputs by position go to the others.
    private static ProjectTask Named(ProjectTask task, FunctionSignature signature)
    {
        var varied = task.Inputs.Select(input => input.Parameter).ToHashSet();
        var others = new Queue<string>(signature.Parameters.Select(p => p.Name).Where(name => !varied.Contains(name)));
        return task with { Inputs = [.. task.Inputs.Select(input => input.Parameter is null ? input with { Parameter = others.TryDequeue(out var name) ? name : input.Source } : input)] };
    }

    private static int[]? ByPosition(ProjectTask task, FunctionSignature signature, Action<SourcePosition, string, string?, string?> report)
    {
        var parameters = signature.Parameters;
        if (task.Inputs.Count > parameters.Count)
        {
            report(task.InputsPosition, ResolveMessages.TooManyInputs(signature.Name, parameters.Count, task.Inputs.Count), null, null);
            return null;
        }
        var missing = parameters.Skip(task.Inputs.Count).Where(p => !p.Optional).ToList();
        foreach (var parameter in missing) report(task.InputsPosition, ResolveMessages.MissingInput(signature.Name, parameter.Name), null, null);
        return missing.Count == 0 ? Enumerable.Range(0, task.Inputs.Count).ToArray() : null;
    }

    private static int[]? ByName(ProjectTask task, FunctionSignature signature, Action<SourcePosition, string, string?, string?> report)
    {
        var names = signature.Parameters.Select(p => p.Name).ToList();
        var positions = new List<int>();
        var fits = true;
        for (var i = 0; i < task.Inputs.Count; i++)
        {
            var argument = task.Inputs[i];
            if (names.Contains(argument.Parameter!)) continue;
            fits = false;
            report(argument.ParameterPosition, ResolveMessages.UnknownParameter(signature.Name, argument.Parameter!), null, DidYouMean.Among(argument.Parameter!, names));
        }
        ParameterSignature? gap = null;
        foreach (var parameter in signature.Parameters)
        {
            var index = IndexOf(task, parameter.Name);
            if (index >= 0 && gap is not null)
            {
                fits = false;
                report(task.Inputs[index].ParameterPosition, ResolveMessages.Gap(signature.Name, gap.Name, parameter.Name), ResolveMessages.GapNext, null);
            }
            if (index >= 0)
            {
                positions.Add(index);
                continue;
            }
            gap ??= parameter.Optional ? parameter : null;
            if (parameter.Optional) continue;
            fits = false;
            report(task.InputsPosition, ResolveMessages.MissingInput(signature.Name, parameter.Name), null, null);
        }
        return fits ? [.. positions] : null;
    }

    private static int IndexOf(ProjectTask task, string parameter)
    {
        for (var i = 0; i < task.Inputs.Count; i++)
            if (task.Inputs[i].Parameter == parameter) return i;
        return -1;
    }
}
