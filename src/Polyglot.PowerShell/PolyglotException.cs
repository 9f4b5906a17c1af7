namespace Polyglot.PowerShell;

/// <summary>What an error of the module carries where nothing else was thrown, so that scripts can catch it. The message says what is wrong and where.</summary>
public sealed class PolyglotException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public PolyglotException(string message) : base(message)
    {
    }

    /// <summary>Says what is wrong, and what was thrown.</summary>
    public PolyglotException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <summary>Nothing is known.</summary>
    public PolyglotException()
    {
    }
}
