using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>The delegate of a function value in the type that a caller expects.</summary>
internal static class Delegates
{
    private static readonly ConcurrentDictionary<Type, Func<EastFunction, Delegate>> Adapters = new();

    /// <summary>
    /// A delegate that leads to a function whose own is another one: it was made with a subtype that is called otherwise (a result of type Never).
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TDelegate Adapted<TDelegate>(EastFunction function)
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
