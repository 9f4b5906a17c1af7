using System.Management.Automation;
using Polyglot.Dataflow.Projects;
using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Tests.Shell;

public sealed class FaultsTests
{
    [Test]
    public void A_problem_of_a_project_names_its_place_what_was_meant_and_what_to_do()
    {
        var fault = Faults.Of(new ProjectProblem("polyglot.yaml", 3, 5, "there is no task `clen`", "clean", "Tasks are listed under tasks."));

        Assert.That((fault.Id, fault.Category, fault.Message), Is.EqualTo(("InvalidProject", ErrorCategory.InvalidData, "polyglot.yaml:3:5: there is no task `clen`; did you mean `clean`?")));
        Assert.That((fault.Target, fault.Next), Is.EqualTo(("polyglot.yaml", "Tasks are listed under tasks.")));
    }

    [TestCase(ErrorSide.Task, "TaskFailed", ErrorCategory.InvalidResult)]
    [TestCase(ErrorSide.Runner, "RunnerFault", ErrorCategory.ResourceUnavailable)]
    [TestCase(ErrorSide.Host, "HostFault", ErrorCategory.ResourceUnavailable)]
    public void A_task_that_failed_says_who_is_at_fault_and_where(ErrorSide side, string id, ErrorCategory category)
    {
        var fault = Faults.Of("fit", new AttemptError
        {
            Side = side,
            Code = "x",
            Summary = "no such column",
            ErrorType = "KeyError",
            Frames = [new("lib.py", 7, 0, "get", false), new("fit.py", 12, 0, "fit", true)],
        });

        Assert.That((fault.Id, fault.Category, fault.Target), Is.EqualTo((id, category, (object)"fit")));
        Assert.That(fault.Message, Is.EqualTo("fit: KeyError: no such column (fit.py:12)"));
    }

    [TestCase(StoreError.AlreadyARepository, ErrorCategory.ResourceExists)]
    [TestCase(StoreError.BadArchive, ErrorCategory.InvalidData)]
    [TestCase(StoreError.RefLocked, ErrorCategory.ResourceBusy)]
    [TestCase(StoreError.NotARepository, ErrorCategory.ObjectNotFound)]
    public void What_the_store_refuses_keeps_its_words_and_its_exception(StoreError error, ErrorCategory category)
    {
        var thrown = new StoreException(error, "why");

        var fault = Faults.Of(thrown);

        Assert.That((fault.Id, fault.Category, fault.Message, fault.Cause), Is.EqualTo(($"Store{error}", category, "why", thrown)));
    }

    [Test]
    public void Whatever_nobody_thought_of_is_called_a_defect()
    {
        var fault = Faults.Of(new InvalidOperationException("oops"));

        Assert.That((fault.Id, fault.Next), Is.EqualTo(("Unexpected", Faults.ReportDefect)));
    }
}
