using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>The delegate of a function value in the type that a caller expects.</summary>
internal static class Delegates
{
    private static readonly ConcurrentDictionary<Type, Func<EastFunction, Delegate>> Adapters = new();

    /// <summary>
    /// The function's own delegate; where the function was made with a subtype that is called otherwise (a result of type Never), one that
    /// leads to it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDelegate Of<TDelegate>(EastFunction function)
        where TDelegate : Delegate => function is EastFunction<TDelegate> known ? known.Call : Adapted<TDelegate>(function);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TDelegate Adapted<TDelegate>(EastFunction function)
        where TDelegate : Delegate => (TDelegate)Adapters.GetOrAdd(typeof(TDelegate), Adapter)(function);

    private static Func<EastFunction, Delegate> Adapter(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var function = Expression.Parameter(typeof(EastFunction));
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType)).ToArray();
        var call = Expression.Call(function, nameof(EastFunction.Invoke), null,
            Expression.NewArrayInit(typeof(object), parameters.Select(p => Expression.Convert(p, typeof(object)))));
        var body = Expression.Lambda(type, Expression.Convert(call, invoke.ReturnType), parameters);
        return Expression.Lambda<Func<EastFunction, Delegate>>(body, function).Compile();
    }
}
