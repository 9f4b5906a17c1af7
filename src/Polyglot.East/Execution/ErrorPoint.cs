namespace Polyglot.East;

/// <summary>
/// A point of a function that an error may come from, with what its way out of the function adds (spec 4.4). Code that is running keeps the
/// number of the point it is at in a local variable, so that errors cost nothing as long as there are none.
/// </summary>
/// <param name="Location">The node at this point, or null for the function itself.</param>
/// <param name="Kind">What the node is.</param>
/// <param name="Outer">The point around this one, up to the nearest try body or function.</param>
internal sealed record ErrorPoint(IrLocation? Location, PointKind Kind, ErrorPoint? Outer)
{
    /// <summary>Set where the node is a builtin: its own errors have the location already.</summary>
    public object? Site { get; init; }

    /// <summary>The East error that an exception is when it leaves a try body or a function from a point, or null when it is none that programs see.</summary>
    public static EastException? Catch(Exception exception, ErrorPoint[] points, int at)
    {
        var point = points[at];
        if (exception is not EastException error)
        {
            if (exception is EastLimitException or OperationCanceledException or OutOfMemoryException) return null;
            error = new EastException(exception.Message, point.Nearest() ?? new IrLocation("", 0, 0), exception);
        }
        else if (point.Kind == PointKind.Builtin ? !ReferenceEquals(error.Origin, point.Site) : point.Kind == PointKind.Platform && error.Locations.Count == 0)
        {
            error.Append(point.Location!);
        }
        error.Origin = null;
        for (var outer = point; outer is not null; outer = outer.Outer)
            if (outer.Kind == PointKind.Call) error.Append(outer.Location!);
        return error;
    }

    private IrLocation? Nearest() => Location ?? Outer?.Nearest();
}

/// <summary>What may fail at an <see cref="ErrorPoint"/>.</summary>
internal enum PointKind
{
    /// <summary>The function itself, or a try body.</summary>
    None,

    /// <summary>Inside a call, its arguments included: the location is appended to every error.</summary>
    Call,

    /// <summary>A builtin: the location is appended to errors that come out of its callbacks.</summary>
    Builtin,

    /// <summary>A platform function, which chooses its own location.</summary>
    Platform,
}
