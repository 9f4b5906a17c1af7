using Polyglot.Store;

namespace Polyglot.Dataflow.History;

/// <summary>Refs that people set: <c>tags/name</c>, to an object or to a run's record. Thread-safe.</summary>
public static class Tags
{
    /// <summary>The namespace of tags.</summary>
    public const string Namespace = "tags";

    /// <summary>The ref of a tag: a bare word is in <see cref="Namespace"/>, <c>namespace/name</c> is what it says.</summary>
    /// <exception cref="FormatException">Not a name that refs can have; says which rule.</exception>
    public static RefName NameOf(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return RefName.Parse(tag.Contains('/', StringComparison.Ordinal) ? tag : $"{Namespace}/{tag}");
    }

    /// <summary>What a word tags: its object; null where no ref has that name.</summary>
    public static ObjectId? Find(Repository repository, string word)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(word);
        return RefName.TryParse(word.Contains('/', StringComparison.Ordinal) ? word : $"{Namespace}/{word}", out var name) ? repository.Refs.Get(name).Id : null;
    }
}
