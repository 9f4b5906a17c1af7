namespace Polyglot.East;

/// <summary>
/// A value of type Function or AsyncFunction. Two functions are always equal in order (spec 1.5). Calls of asynchronous functions block
/// until the result is there (spec 4.7).
/// </summary>
public abstract class EastFunction
{
    private protected EastFunction(FunctionType type, FunctionNode? node)
    {
        Type = type;
        Node = node;
    }

    /// <summary>The type the function was made with; closed. Where a supertype is asked for, it may be another one.</summary>
    public FunctionType Type { get; }

    /// <summary>The program text of the function, which is what codecs write; null for a function of the host.</summary>
    public FunctionNode? Node { get; }

    /// <summary>The names of the variables that the function has captured; a function with any cannot be written.</summary>
    public IReadOnlyList<string> Captured => Node is null ? [] : [.. Node.Captures.Select(variable => variable.Name)];

    /// <summary>A function of the host.</summary>
    /// <param name="type">Its type; closed.</param>
    /// <param name="call">A delegate of the type that <see cref="ClrTypes.DelegateOf"/> gives.</param>
    /// <exception cref="ArgumentException">The delegate is of another type, or the function type is open.</exception>
    public static EastFunction Of(FunctionType type, Delegate call) => Of(type, node: null, call);

    /// <summary>Calls the function with arguments as objects.</summary>
    /// <param name="arguments">As <see cref="ClrTypes"/> says for each input.</param>
    /// <returns>The result, as <see cref="ClrTypes"/> says for the output.</returns>
    /// <exception cref="System.Reflection.TargetParameterCountException">The number of arguments is wrong.</exception>
    /// <exception cref="ArgumentException">An argument has the wrong CLR type.</exception>
    public abstract object? Invoke(params object?[] arguments);

    internal static EastFunction Of(FunctionType type, FunctionNode? node, Delegate call)
    {
        var expected = ClrTypes.DelegateOf(type);
        if (!expected.IsInstanceOfType(call)) throw new ArgumentException($"{type} is called through {expected}, not {call.GetType()}", nameof(call));
        return (EastFunction)Activator.CreateInstance(typeof(EastFunction<>).MakeGenericType(expected), type, node, call)!;
    }
}

/// <summary>A function together with the delegate that compiled code calls without boxing.</summary>
/// <typeparam name="TDelegate">What <see cref="ClrTypes.DelegateOf"/> gives for the type.</typeparam>
public sealed class EastFunction<TDelegate> : EastFunction
    where TDelegate : Delegate
{
    /// <summary>A function.</summary>
    /// <param name="type">Its type; closed.</param>
    /// <param name="node">Its program text, or null for a function of the host.</param>
    /// <param name="call">What a call runs.</param>
    public EastFunction(FunctionType type, FunctionNode? node, TDelegate call) : base(type, node) => Call = call;

    /// <summary>What a call runs. A supertype's code may find another delegate type here than it would have made, and calls <see cref="Invoke"/>.</summary>
    public TDelegate Call { get; }

    /// <inheritdoc/>
    public override object? Invoke(params object?[] arguments)
    {
        try
        {
            return Call.DynamicInvoke(arguments);
        }
        catch (System.Reflection.TargetInvocationException failure) when (failure.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }
}
