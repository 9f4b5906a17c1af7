using System.Collections.Immutable;

namespace Polyglot.East;

/// <summary>What came of one test of a suite.</summary>
/// <param name="Group">What describes it; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Assertions">How many assertions held.</param>
/// <param name="Failures">What did not: the suite's own texts, and errors that nothing caught. Empty when it passed.</param>
public sealed record SuiteTest(string Group, string Name, int Assertions, ImmutableArray<string> Failures)
{
    /// <summary>Whether it passed.</summary>
    public bool IsPassed => Failures.IsEmpty;
}

/// <summary>
/// Runs the compliance suites of East (spec 6): programs that describe tests and check themselves by four platform functions. A failed
/// assertion is recorded and the test goes on, so that all of them show.
/// </summary>
public static class ComplianceSuite
{
    private static readonly FunctionType Body = EastType.AsyncFunction([], EastType.Null);

    /// <summary>Runs every test of a suite, in order.</summary>
    /// <param name="suite">The program; without parameters.</param>
    /// <param name="limits">What the whole suite may use.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="EastProgramException">The program is wrong or needs other platform functions.</exception>
    /// <exception cref="EastException">An error outside of every test.</exception>
    /// <exception cref="EastLimitException">The run met a limit.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static ImmutableArray<SuiteTest> Run(IrProgram suite, EastLimits limits, CancellationToken cancellation)
    {
        var recorder = new Recorder();
        EastProgram.Compile(suite, recorder.Platform()).Run([], limits, cancellation);
        return recorder.Tests();
    }

    private sealed class Recorder
    {
        private readonly ImmutableArray<SuiteTest>.Builder _tests = ImmutableArray.CreateBuilder<SuiteTest>();
        private readonly Stack<string> _groups = [];
        private ImmutableArray<string>.Builder _failures = ImmutableArray.CreateBuilder<string>();
        private int _assertions;

        public ImmutableArray<SuiteTest> Tests() => _tests.ToImmutable();

        public PlatformFunction[] Platform() =>
        [
            new("describe", [EastType.String, Body], EastType.Null, IsAsync: true, (_, a) => Describe((string)a[0]!, (EastFunction)a[1]!)),
            new("test", [EastType.String, Body], EastType.Null, IsAsync: true, (_, a) => Test((string)a[0]!, (EastFunction)a[1]!)),
            new("testPass", [], EastType.Null, IsAsync: false, (_, _) => Pass()),
            new("testFail", [EastType.String], EastType.Null, IsAsync: false, (_, a) => Fail((string)a[0]!)),
        ];

        private object? Describe(string group, EastFunction body)
        {
            _groups.Push(group);
            body.Invoke();
            _groups.Pop();
            return null;
        }

        private object? Test(string name, EastFunction body)
        {
            (_assertions, _failures) = (0, ImmutableArray.CreateBuilder<string>());
            try
            {
                body.Invoke();
            }
            catch (EastException error)
            {
                _failures.Add(error.Display());
            }
            _tests.Add(new SuiteTest(string.Join(" / ", _groups.Reverse()), name, _assertions, _failures.ToImmutable()));
            return null;
        }

        private object? Pass()
        {
            _assertions++;
            return null;
        }

        private object? Fail(string text)
        {
            _failures.Add(text);
            return null;
        }
    }
}
