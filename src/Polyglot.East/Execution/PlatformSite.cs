namespace Polyglot.East;

/// <summary>One use of a platform function in a program.</summary>
internal sealed class PlatformSite(PlatformFunction function, PlatformNode node)
{
    /// <summary>Calls it. How deep calls are nested is afterwards as before, even if the function caught an error.</summary>
    /// <typeparam name="T">The CLR type of the result.</typeparam>
    /// <exception cref="InvalidCastException">The result is not of the type.</exception>
    public T Call<T>(EastRun run, object?[] arguments)
    {
        var depth = run.Depth;
        try
        {
            var result = function.Call(new PlatformCall(node.Location, run.Cancellation), arguments);
            if (result is T value) return value;
            if (typeof(T) == typeof(EastNull) && result is null) return default!;
            throw new InvalidCastException(ExecutionMessages.PlatformResult(function.Name, function.Output, result));
        }
        finally
        {
            run.Depth = depth;
        }
    }
}
