using System.Runtime.ExceptionServices;

namespace Polyglot.East;

/// <summary>Runs code on a thread whose stack is large enough for the deepest calls that East allows. Only what is used of it takes memory.</summary>
internal static class LargeStack
{
    private const int Size = 256 << 20;

    [ThreadStatic]
    private static bool _isHere;

    /// <summary>The result of the code, or its exception. Waits.</summary>
    public static T Run<T>(Func<T> code)
    {
        if (_isHere) return code();
        var (result, failure) = (default(T), default(ExceptionDispatchInfo));
        var thread = new Thread(() =>
        {
            _isHere = true;
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
}
