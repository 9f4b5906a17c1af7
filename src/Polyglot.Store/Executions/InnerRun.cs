namespace Polyglot.Store;

/// <summary>
/// What was run for a dataflow that a task's program returned: an object that the attempts at the task name. Everything in it is an execution like any other, so
/// that what is known is never computed again. Immutable. East type: <see cref="InnerRunCodec"/>.
/// </summary>
/// <param name="Program">What the program itself did: its output is the dataflow. Its name is the task's.</param>
/// <param name="Shape">The <see cref="DataflowShape"/> of the dataflow; null where it could not be read.</param>
/// <param name="Tasks">What was decided of each of its tasks, in the order in which they ended; names are those of the dataflow.</param>
public sealed record InnerRun(TaskRecord Program, ObjectId? Shape, IReadOnlyList<TaskRecord> Tasks)
{
    /// <summary>Between the name of a task and that of a task of the dataflow that it returned: <c>explore/fit</c>.</summary>
    public const char Separator = '/';

    /// <summary>How many tasks had which decision; those that were blocked are left.</summary>
    public ElementCounts Counts => ElementCounts.Of(Tasks.Select(task => task.Decision));

    /// <summary>The task of a name; null where there is none.</summary>
    public TaskRecord? Find(string name) => Tasks.FirstOrDefault(task => task.Name == name);

    /// <summary>The name of a task of the dataflow that a task returned.</summary>
    public static string NameOf(string task, string inner) => $"{task}{Separator}{inner}";

    /// <summary>Reads the object that an attempt names; null where it is missing or damaged.</summary>
    public static InnerRun? TryRead(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return objects.Read(id) is ObjectRead.Found read ? InnerRunCodec.Decode(read.Bytes.Span, id.ToString()).Value : null;
    }
}
