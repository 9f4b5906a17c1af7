using System.Collections.Concurrent;

namespace Polyglot.East;

/// <summary>A program that is ready to run on a platform. Immutable; runs do not share anything, so several may go on at once.</summary>
public sealed class EastProgram
{
    private const int MaxKept = 256;

    private static readonly ConcurrentDictionary<string, CompiledCode> Kept = new();

    private readonly CompiledCode _code;
    private readonly IReadOnlyDictionary<string, PlatformFunction> _platform;
    private readonly object[] _constants;

    private EastProgram(FunctionNode root, CompiledCode code, IReadOnlyDictionary<string, PlatformFunction> platform)
    {
        (Root, _code, _platform) = (root, code, platform);
        _constants = code.Bind(platform);
    }

    /// <summary>The function that a run calls.</summary>
    public FunctionNode Root { get; }

    /// <summary>Checks a program and makes it ready. The code of a program is kept, by its id, for other platforms and other times.</summary>
    /// <param name="program">Any program.</param>
    /// <param name="platform">What it may call.</param>
    /// <exception cref="EastProgramException">The program is wrong, or the platform is not the one it needs.</exception>
    /// <exception cref="ArgumentException">Two functions of the platform have the same name.</exception>
    public static EastProgram Compile(IrProgram program, IEnumerable<PlatformFunction> platform)
    {
        var functions = platform.ToDictionary(function => function.Name);
        if (!Kept.TryGetValue(program.Id, out var code))
        {
            code = Translate(program.Root, functions);
            if (Kept.Count >= MaxKept) Kept.Clear();
            Kept[program.Id] = code;
        }
        return new EastProgram(program.Root, code, functions);
    }

    /// <summary>Checks a function without captures and makes it ready.</summary>
    /// <inheritdoc cref="Compile(IrProgram, IEnumerable{PlatformFunction})"/>
    public static EastProgram Compile(FunctionNode root, IEnumerable<PlatformFunction> platform) => Compile(root, platform, optimize: null);

    /// <param name="root">Any function without captures.</param>
    /// <param name="platform">What it may call.</param>
    /// <param name="optimize">Whether the CLR optimizes every function at once, or none before it ran often; null to decide for each.</param>
    /// <inheritdoc cref="Compile(IrProgram, IEnumerable{PlatformFunction})"/>
    internal static EastProgram Compile(FunctionNode root, IEnumerable<PlatformFunction> platform, bool? optimize)
    {
        var functions = platform.ToDictionary(function => function.Name);
        return new EastProgram(root, Translate(root, functions, optimize), functions);
    }

    /// <summary>Runs the program, on a thread of its own, and waits for the result.</summary>
    /// <param name="arguments">One per parameter, as <see cref="ClrTypes"/> says. Containers are passed by reference.</param>
    /// <param name="limits">What the run may use.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The result, as <see cref="ClrTypes"/> says. Functions in it belong to this run: they share the steps that it left, and when
    /// it is over nothing watches its time, its memory and its cancellation any more, so that whoever calls them has to. Tasks have no such
    /// functions, since what they give cannot hold any.</returns>
    /// <exception cref="EastException">The program raised an error and did not catch it.</exception>
    /// <exception cref="EastLimitException">The run met a limit.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="ArgumentException">The arguments do not fit the parameters.</exception>
    public object? Run(object?[] arguments, EastLimits limits, CancellationToken cancellation)
    {
        var inputs = Root.Type.Inputs;
        if (arguments.Length != inputs.Length) throw new ArgumentException(ExecutionMessages.ArgumentCount(inputs.Length, arguments.Length), nameof(arguments));
        for (var i = 0; i < inputs.Length; i++)
            if (ValueCheck.Find(inputs[i], arguments[i]) is { } mismatch) throw new ArgumentException(ExecutionMessages.Argument(i, mismatch), nameof(arguments));
        cancellation.ThrowIfCancellationRequested();
        using var run = new EastRun(limits, cancellation);
        run.Functions = new RunFunctions(run, _platform.Values);
        run.Watch();
        return LargeStack.Run(() => run.Call(Function(run), arguments));
    }

    private static CompiledCode Translate(FunctionNode root, Dictionary<string, PlatformFunction> platform, bool? optimize = null) => LargeStack.Run(() =>
    {
        var problems = IrChecker.Check(root, new PlatformSignatures(platform.Values.Select(function => function.Signature)));
        return problems.IsEmpty ? ProgramCompiler.Compile(root, optimize) : throw new EastProgramException(problems);
    });

    /// <summary>The root as a function value of a run.</summary>
    internal EastFunction Function(EastRun run) => _code.Make(new Closure { Run = run, Constants = _constants });
}
