using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Polyglot.East;

/// <summary>Runs code on a thread whose stack is large enough for the deepest calls that East allows. Only what is used of it takes memory.</summary>
internal static unsafe class LargeStack
{
    private const int Size = 256 << 20;

    /// <summary>What is left for the code that reports the error, and for the runtime.</summary>
    private const int Reserve = 1 << 20;

    [ThreadStatic]
    private static bool _isHere;

    /// <summary>The address that the stack of this thread may grow down to; 0 where that is not known.</summary>
    [ThreadStatic]
    private static nuint _end;

    /// <summary>Whether a method that takes that many bytes of stack may be called.</summary>
    public static bool HasRoom(int bytes)
    {
        byte here;
        return unchecked((nuint)(&here) - (nuint)bytes) > _end && RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    /// <summary>The result of the code, or its exception. Waits.</summary>
    public static T Run<T>(Func<T> code)
    {
        if (_isHere) return code();
        var (result, failure) = (default(T), default(ExceptionDispatchInfo));
        var thread = new Thread(() =>
        {
            _isHere = true;
            SetEnd();
            try
            {
                result = code();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }, Size)
        { IsBackground = true, Name = "East" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static void SetEnd()
    {
        byte here;
        _end = (nuint)(&here) - Size + Reserve;
    }
}
