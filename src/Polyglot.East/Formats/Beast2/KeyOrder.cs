namespace Polyglot.East;

/// <summary>What a reader does about the keys of Sets and Dicts, which are put in order and told apart by value (spec 9, quirk 15: fixed).</summary>
public enum KeyOrder
{
    /// <summary>They must come in strictly ascending East order, as every writer of ours puts them. For everything from outside.</summary>
    Strict,

    /// <summary>They may come in any order; of equal keys in a Dict the last one's value stays. For files of other East implementations.</summary>
    Any,
}
