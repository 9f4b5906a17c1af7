namespace Polyglot.Store;

/// <summary>What an abbreviated object id stands for.</summary>
public abstract record PrefixMatch
{
    private PrefixMatch()
    {
    }

    /// <summary>Exactly one object.</summary>
    public sealed record Unique(ObjectId Id) : PrefixMatch;

    /// <summary>No object.</summary>
    public sealed record None : PrefixMatch;

    /// <summary>Several objects, in order; at most <see cref="Limit"/> of them are listed.</summary>
    public sealed record Ambiguous(IReadOnlyList<ObjectId> Ids) : PrefixMatch
    {
        /// <summary>No more than this many are listed.</summary>
        public const int Limit = 32;
    }

    /// <summary>Not 1 to 64 lower-case hex digits.</summary>
    public sealed record Malformed : PrefixMatch;
}
