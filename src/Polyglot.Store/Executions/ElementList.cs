namespace Polyglot.Store;

/// <summary>
/// What was run for the elements of a task's inputs: an object that the attempts of the whole name. Each element is an execution like any other, so that
/// one that is known is never computed again. Immutable. East type: <see cref="ElementListCodec"/>.
/// </summary>
/// <param name="Task">The task that was run for each.</param>
/// <param name="Elements">The elements in order.</param>
public sealed record ElementList(TaskId Task, IReadOnlyList<Element> Elements)
{
    /// <summary>How many elements had which decision.</summary>
    public ElementCounts Counts => ElementCounts.Of(Elements.Select(element => element.Decision));

    /// <summary>The element of a key, or else of a place (<c>17</c>); null where there is none.</summary>
    public Element? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var element in Elements)
            if (element.Key == key) return element;
        return int.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var place) && place < Elements.Count
            ? Elements[place]
            : null;
    }

    /// <summary>Reads the list that an attempt names; null where it is missing or damaged.</summary>
    public static ElementList? TryRead(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return objects.Read(id) is ObjectRead.Found read ? ElementListCodec.Decode(read.Bytes.Span, id.ToString()).Value : null;
    }
}

/// <summary>One element of a list.</summary>
/// <param name="Key">What people know it by: its place from 0, or the key that it had.</param>
/// <param name="Inputs">The objects that were made of the inputs taken apart, in their order.</param>
/// <param name="Execution">The execution.</param>
/// <param name="Decision">What was done; never <see cref="Decision.Blocked"/>.</param>
/// <param name="Output">Its output; null where there is none.</param>
public sealed record Element(string Key, IReadOnlyList<ObjectId> Inputs, ExecutionId Execution, Decision Decision, ObjectId? Output);

/// <summary>How many elements, or tasks of a returned dataflow, had which decision; <see cref="Left"/> were stopped or not begun.</summary>
public readonly record struct ElementCounts(int Ran, int Cached, int Joined, int Failed, int Left)
{
    /// <summary>All of them.</summary>
    public int Total => Ran + Cached + Joined + Failed + Left;

    internal static ElementCounts Of(IEnumerable<Decision> decisions)
    {
        var (ran, cached, joined, failed, left) = (0, 0, 0, 0, 0);
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case Decision.Ran: ran++; break;
                case Decision.Cached: cached++; break;
                case Decision.Joined: joined++; break;
                case Decision.Failed: failed++; break;
                default: left++; break;
            }
        }
        return new(ran, cached, joined, failed, left);
    }
}
