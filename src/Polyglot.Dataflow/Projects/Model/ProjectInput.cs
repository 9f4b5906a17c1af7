using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Projects;

/// <summary>A named input of a dataflow.</summary>
/// <param name="Name">Unique among the inputs and tasks of the file.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="Position">Where the name is written.</param>
public sealed record ProjectInput(string Name, InputSource Source, SourcePosition Position);

/// <summary>
/// Where an input's value comes from: <see cref="FileSource"/>, <see cref="ValueSource"/>, <see cref="FromSource"/>, or, for a list in a task's matrix,
/// <see cref="AxisSource"/>, or, in a dataflow that a task returned, <see cref="GivenSource"/>.
/// </summary>
public abstract record InputSource;

/// <summary>The content of a file.</summary>
/// <param name="Path">As written; relative to the project's folder.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Format">How the file holds the value, already decided from <c>format:</c>, the type and the extension.</param>
/// <param name="Position">Where the path is written.</param>
public sealed record FileSource(string Path, EastType Type, FileFormat Format, SourcePosition Position) : InputSource;

/// <summary>A value written in the project file.</summary>
/// <param name="Value">The value as written.</param>
/// <param name="Type">Its type.</param>
public sealed record ValueSource(DocumentNode Value, EastType Type) : InputSource;

/// <summary>An input of the task that returned the dataflow.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">The object.</param>
public sealed record GivenSource(EastType Type, Store.ObjectId Id) : InputSource;

/// <summary>A list written in a task's matrix: an Array of what the task's parameter takes.</summary>
/// <param name="Values">The elements as written.</param>
/// <param name="Task">The task's name.</param>
/// <param name="Parameter">The parameter that it varies.</param>
public sealed record AxisSource(ListNode Values, string Task, string Parameter) : InputSource
{
    /// <summary>The name of such an input, which no other can have.</summary>
    public static string InputName(string task, string parameter) => $"{task}.{parameter}";
}

/// <summary>A task, input or output of another dataflow file.</summary>
/// <param name="Alias">Which of <see cref="Project.Uses"/>.</param>
/// <param name="Name">A task, an input or an output path there.</param>
/// <param name="Position">Where it is written.</param>
public sealed record FromSource(string Alias, string Name, SourcePosition Position) : InputSource;

/// <summary>How a file holds a value.</summary>
public enum FileFormat
{
    /// <summary>The bytes are the value: of a Blob, or the UTF-8 text of a String.</summary>
    Raw,

    /// <summary>Beast2 with its header.</summary>
    Beast2,

    /// <summary>East text.</summary>
    East,

    /// <summary>East's JSON mapping.</summary>
    Json,

    /// <summary>A table: <c>Array&lt;Struct&lt;…&gt;&gt;</c>.</summary>
    Csv,
}
