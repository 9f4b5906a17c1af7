using System.Management.Automation;
using Polyglot.PowerShell.Shell;

namespace Polyglot.PowerShell;

/// <summary>The streams of a cmdlet. Only for the cmdlet's own thread.</summary>
internal sealed class CmdletShell(PSCmdlet cmdlet) : IShell
{
    /// <summary>What the pipeline threw when it would hear no more: it is the pipeline's own, and not an error of this module.</summary>
    public Exception? Deaf { get; private set; }

    public bool ShowsDetail { get; } =
        cmdlet.MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
            ? LanguagePrimitives.IsTrue(given)
            : cmdlet.SessionState.PSVariable.GetValue("VerbosePreference") is ActionPreference preference && preference != ActionPreference.SilentlyContinue;

    public void Write(object? value, bool enumerate) => Talk(() => cmdlet.WriteObject(value, enumerate));

    public void Fail(Fault fault) => Talk(() => cmdlet.WriteError(Record(fault)));

    public void Warn(string message) => Talk(() => cmdlet.WriteWarning(message));

    public void Detail(string message) => Talk(() => cmdlet.WriteVerbose(message));

    public void Progress(ProgressStep step) => Talk(() => cmdlet.WriteProgress(new ProgressRecord(step.Id, step.Activity, step.Status)
    {
        ParentActivityId = step.Parent ?? -1,
        PercentComplete = step.Percent ?? -1,
        CurrentOperation = step.Now,
        RecordType = step.IsDone ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    }));

    public Consent Ask(string target, string action)
    {
        var answer = Consent.Refused;
        Talk(() =>
        {
            var given = cmdlet.ShouldProcess($"Performing the operation \"{action}\" on target \"{target}\".", $"{action}: {target}?", "Confirm", out var reason);
            answer = given ? Consent.Given : reason == ShouldProcessReason.WhatIf ? Consent.OnlyAsked : Consent.Refused;
        });
        return answer;
    }

    /// <summary>A fault as PowerShell has it.</summary>
    public static ErrorRecord Record(Fault fault) => new(fault.Cause ?? new PolyglotException(fault.Message), fault.Id, fault.Category, fault.Target)
    {
        ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Next ?? "" },
    };

    private void Talk(Action say)
    {
        try
        {
            say();
        }
        catch (Exception e)
        {
            Deaf = e;
            throw;
        }
    }
}
