using System.Text;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>
/// The ids by which workers tell whether code that they have loaded is stale. A script is described before its dependencies are known,
/// so the id that it was described under stays its id for as long as all its files have the content that was found then: the worker
/// that described it is not replaced for the first task. Not thread-safe; lives as long as the workers do.
/// </summary>
internal sealed class CodeIds
{
    private readonly Dictionary<string, string> _describedAs = new(StringComparer.Ordinal);

    /// <summary>The id of a script with these files.</summary>
    public string Of(string script, IEnumerable<NamedObject> files)
    {
        var content = Content(script, files);
        return _describedAs.GetValueOrDefault(content, content);
    }

    /// <summary>Remembers that code with these files was loaded under another id.</summary>
    public void Remember(string script, IEnumerable<NamedObject> files, string codeId) => _describedAs[Content(script, files)] = codeId;

    private static string Content(string script, IEnumerable<NamedObject> files)
    {
        var text = new StringBuilder(script);
        foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal)) text.Append('\n').Append(file.Name).Append('\0').Append(file.Id);
        return Hashing.Object(Encoding.UTF8.GetBytes(text.ToString())).ToString();
    }
}
