using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>
/// An East error (spec 4.4): what programs raise and catch, and what a run throws when nothing caught it. Raised by the
/// <c>Error</c> node, by builtins and by platform functions. Not thread-safe while it is on its way.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "An East error always has a message and a location.")]
public sealed class EastException : Exception
{
    private readonly List<IrLocation> _locations = [];

    /// <summary>An error at a place.</summary>
    /// <param name="message">The text that programs see.</param>
    /// <param name="location">Where; a platform function says its own name, line 0 and column 0.</param>
    public EastException(string message, IrLocation location) : this(message, location, origin: null, inner: null)
    {
    }

    /// <summary>An error that became one at a place, from a failure of the host.</summary>
    public EastException(string message, IrLocation location, Exception inner) : this(message, location, origin: null, inner)
    {
    }

    /// <summary>An error whose first location is added by the node that it leaves first.</summary>
    internal EastException(string message) : base(message)
    {
    }

    internal EastException(string message, IrLocation location, object? origin, Exception? inner) : base(message, inner)
    {
        _locations.Add(location);
        Origin = origin;
    }

    /// <summary>Where it was raised, then the calls and callbacks that it left, innermost first.</summary>
    public IReadOnlyList<IrLocation> Locations => _locations;

    /// <summary>
    /// The site that raised the error, until the error is caught for the first time: a builtin appends its location to errors that come
    /// out of its callbacks, but not to its own.
    /// </summary>
    internal object? Origin { get; set; }

    /// <summary><c>file:line:col: message</c>, then, from the outermost, the places it came through.</summary>
    public string Display() => _locations.Count <= 1
        ? $"{string.Concat(_locations.Select(l => $"{l}: "))}{Message}"
        : $"{_locations[0]}: {Message}\nStack trace:{string.Concat(_locations.Skip(1).Reverse().Select(l => $"\n  at {l}"))}";

    internal void Append(IrLocation location) => _locations.Add(location);
}
