using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Values;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Stores values under names: <c>Set-PolyglotValue</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
/// <param name="objects">Looks into objects.</param>
internal sealed class ValueStore(Surroundings at, IShell shell, IObjects objects)
{
    /// <summary>What is asked for.</summary>
    public const string Action = "Set value";

    /// <summary>Stores what a pipeline brought: an Array or Set takes all of it, any other type the one object.</summary>
    /// <exception cref="FaultException">The name, the type or the object is not what it should be; nothing was changed.</exception>
    public void SetAll(string? project, string name, string typeText, IReadOnlyList<object?> items)
    {
        var type = TypeOf(typeText);
        if (type.Unfold().Kind is EastTypeKind.Array or EastTypeKind.Set) Set(project, name, typeText, items);
        else if (items.Count == 1) Set(project, name, typeText, items[0]);
        else throw new FaultException(Faults.OneValue(items.Count, type.ToString()));
    }

    /// <summary>Stores one object.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="name">The ref: <c>namespace/name</c>.</param>
    /// <param name="typeText">The type of the value.</param>
    /// <param name="value">The object.</param>
    /// <exception cref="FaultException">The name, the type or the object is not what it should be; nothing was changed.</exception>
    public void Set(string? project, string name, string typeText, object? value)
    {
        var (target, type) = (NameOf(name), TypeOf(typeText));
        var encoded = new ShellToEast(objects).Encode(type, value);
        if (shell.Ask(name, Action) != Consent.Given) return;
        using var open = Places.RepositoryOrNew(at, project);
        Name(open.Repository, target, open.Repository.Objects.Put(encoded), type);
    }

    /// <summary>Stores a file.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="name">The ref: <c>namespace/name</c>.</param>
    /// <param name="typeText">The type of the value; null for that of a beast2 file, and Blob for a file that holds no value by its extension.</param>
    /// <param name="file">An absolute path.</param>
    /// <exception cref="FaultException">The name, the type or the file is not what it should be; no name was changed.</exception>
    public void SetFile(string? project, string name, string? typeText, string file)
    {
        var (target, type) = (NameOf(name), typeText is null ? null : TypeOf(typeText));
        if (!File.Exists(file)) throw new FaultException(Faults.NoFile(file));
        if (type is null && Path.GetExtension(file).ToLowerInvariant() is (".csv" or ".json" or ".east")) throw new FaultException(Faults.TypeNeeded(file));
        if (shell.Ask(name, Action) != Consent.Given) return;
        using var open = Places.RepositoryOrNew(at, project);
        var stored = FileImport.Put(open.Repository, file, type);
        if (stored.Problem is { } problem) throw new FaultException(Faults.BadValue(file, problem));
        Name(open.Repository, target, stored.Id!.Value, stored.Type!);
    }

    private void Name(Repository repository, RefName name, ObjectId id, EastType type)
    {
        repository.Refs.Set(name, id);
        shell.Write(new PolyglotStoredValue { Name = name.ToString(), Object = id.ToString(), Type = type.ToString(), Project = repository.ProjectDirectory });
    }

    private static RefName NameOf(string text)
    {
        try
        {
            return RefName.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FaultException(Faults.BadRef(text, e.Message));
        }
    }

    private static EastType TypeOf(string text)
    {
        var parsed = TypeSyntax.Parse(text);
        return parsed.IsSuccess ? parsed.Value : throw new FaultException(Faults.BadType(text, parsed.Error.ToString()));
    }
}
