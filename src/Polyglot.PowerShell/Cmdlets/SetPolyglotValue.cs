using System.Management.Automation;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Completion;

namespace Polyglot.PowerShell;

/// <summary><c>Set-PolyglotValue</c>.</summary>
[Cmdlet(VerbsCommon.Set, "PolyglotValue", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(PolyglotStoredValue))]
public sealed class SetPolyglotValue : ProjectCmdlet
{
    private const string ObjectSet = "Object";
    private const string FileSet = "File";

    private readonly List<object?> _items = [];

    /// <summary>The name.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "The name to give it: namespace/name.")]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The type.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = ObjectSet, HelpMessage = "The value's type: Array<Struct<date: DateTime, ppm: Float>>. A .beast2 file has its own, and other files are a Blob where nothing is said.")]
    [Parameter(Position = 1, ParameterSetName = FileSet, HelpMessage = "The value's type: Array<Struct<date: DateTime, ppm: Float>>. A .beast2 file has its own, and other files are a Blob where nothing is said.")]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>The object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet, HelpMessage = "The object. From the pipeline an Array or a Set takes all objects, and any other type takes one.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>A file instead.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet, HelpMessage = "A file instead of an object: .beast2, .east, .json and .csv are read as values of the type, any other as the content of a Blob or a String.")]
    [ValidateNotNullOrEmpty]
    public string? File { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == FileSet) Store.SetFile(ProjectPath, Name, Type, Resolve(File)!);
        else if (MyInvocation.ExpectingInput) _items.Add(InputObject);
        else Store.Set(ProjectPath, Name, Type!, InputObject);
    }

    private protected override void End()
    {
        if (ParameterSetName == ObjectSet && MyInvocation.ExpectingInput) Store.SetAll(ProjectPath, Name, Type!, _items);
    }

    private ValueStore Store => new(At, Shell, PowerShellObjects.Instance);
}
