using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Which of the <see cref="EastLimits"/> a run met.</summary>
public enum EastLimit
{
    /// <summary><see cref="EastLimits.Steps"/>.</summary>
    Steps,

    /// <summary><see cref="EastLimits.Time"/>.</summary>
    Time,

    /// <summary><see cref="EastLimits.Memory"/>.</summary>
    Memory,
}

/// <summary>A run went beyond its limits. Programs do not see it, and their <c>finally</c> bodies do not run.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It always says which limit.")]
public sealed class EastLimitException : Exception
{
    internal EastLimitException(EastLimit limit, string message) : base(message) => Limit = limit;

    /// <summary>Which one.</summary>
    public EastLimit Limit { get; }
}
