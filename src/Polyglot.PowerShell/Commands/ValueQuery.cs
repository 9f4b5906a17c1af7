using Polyglot.Dataflow.Queries;
using Polyglot.East;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Values;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>How a value is shown.</summary>
public enum PolyglotValueForm
{
    /// <summary>Objects.</summary>
    Object,

    /// <summary>East text.</summary>
    East,

    /// <summary>East's JSON mapping.</summary>
    Json,

    /// <summary>The type alone.</summary>
    Type,
}

/// <summary>Gives out values: <c>Get-PolyglotValue</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
/// <param name="objects">Makes objects.</param>
internal sealed class ValueQuery(Surroundings at, IShell shell, IObjects objects)
{
    /// <summary>Gives out a value.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="word">A task, an element of one, an input or output of the last run, a ref, a tag or an object; null for a task without a result.</param>
    /// <param name="form">As what.</param>
    /// <param name="whole">Lists are given out as one object, not one by one.</param>
    /// <exception cref="FaultException">The word names nothing, or no value that has this form.</exception>
    public void Get(string? project, string? word, PolyglotValueForm form, bool whole)
    {
        if (string.IsNullOrEmpty(word)) throw new FaultException(Faults.NoResult());
        using var open = Places.Repository(at, project);
        var id = open.Queries.Resolve(word) switch
        {
            ResolvedWord.Object found => found.Id,
            ResolvedWord.Run => throw new FaultException(Faults.IsARun(word)),
            ResolvedWord.Ambiguous many => throw new FaultException(Faults.Ambiguous(word, many.Candidates)),
            ResolvedWord.None none => throw new FaultException(Faults.NamesNothing(word, none.Suggestion)),
            var other => throw new InvalidOperationException($"unknown word {other}"),
        };
        var located = open.Repository.Objects.Locate(id);
        if (located is not ObjectLocation.Found file) throw new FaultException(Faults.LostObject(word, located.Problem!));
        using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Show(stream, word, form, whole);
    }

    private void Show(FileStream stream, string word, PolyglotValueForm form, bool whole)
    {
        var header = Beast2.ReadHeader(stream);
        if (!header.IsSuccess) throw new FaultException(Faults.NotAValue(word, header.Error.Message));
        var type = header.Value.Type;
        if (form == PolyglotValueForm.Type)
        {
            shell.Write(type.ToString());
            return;
        }
        if (!type.IsData) throw new FaultException(Faults.NoForm(word, form.ToString(), type.ToString()) with { Next = "It holds functions; polyglot cat shows them." });
        stream.Position = 0;
        var decoded = Beast2.Decode(stream, type, KeyOrder.Any);
        if (!decoded.IsSuccess) throw new FaultException(Faults.NotAValue(word, decoded.Error.Message));
        switch (form)
        {
            case PolyglotValueForm.East: shell.Write(EastText.Print(type, decoded.Value)); break;
            case PolyglotValueForm.Json: shell.Write(EastJson.Print(type, decoded.Value)); break;
            default:
                // Bytes are one thing, whatever a pipeline would make of them.
                shell.Write(new EastToShell(objects).Convert(type, decoded.Value), enumerate: !whole && type.Kind is (EastTypeKind.Array or EastTypeKind.Set));
                break;
        }
    }
}
