namespace Polyglot.East;

/// <summary>What <see cref="RegexMatcher"/> does at one place of a program; the operands follow in the code.</summary>
internal enum RegexOp
{
    /// <summary>The end of the pattern or of a look-around.</summary>
    Match,

    /// <summary>set: one unit of it, forwards.</summary>
    Unit,

    /// <summary>set: one unit of it, backwards (within a look-behind).</summary>
    UnitBack,

    /// <summary>unit: exactly that, forwards.</summary>
    Literal,

    /// <summary>set, min, max: as many units as there are, fewer if need be.</summary>
    Run,

    /// <summary>set, min, max: as many units as there are, for good, because what follows does not start with any of them.</summary>
    FirmRun,

    /// <summary>set, min: as few units as possible, more if need be.</summary>
    LazyRun,

    /// <summary>target: tries what follows first, then the target.</summary>
    Split,

    /// <summary>target: tries the target first, then what follows.</summary>
    SplitLazy,

    /// <summary>target.</summary>
    Jump,

    /// <summary>register: the position is kept there.</summary>
    Save,

    /// <summary>register: a loop's count is set to zero.</summary>
    LoopEnter,

    /// <summary>register, min, max, is greedy, end: decides on another round.</summary>
    LoopNext,

    /// <summary>register, first and end of the registers of the groups inside: a round begins.</summary>
    LoopBody,

    /// <summary>register, min, target: ends a round; one that took nothing, though it need not be, fails.</summary>
    LoopBack,

    /// <summary>kind.</summary>
    Assert,

    /// <summary>is negated, end: the code between is tried at the position.</summary>
    Look,

    /// <summary>group, ignores case, is backwards.</summary>
    BackReference,
}

/// <summary>A pattern made ready to be matched. Immutable and thread-safe.</summary>
/// <param name="Pattern">As it was written.</param>
/// <param name="Code">Operations and operands.</param>
/// <param name="Sets">What the operands of units refer to.</param>
/// <param name="Groups">How many captures there are, the whole match not counted.</param>
/// <param name="Registers">Two for the whole match and each group, two for each loop.</param>
/// <param name="Names">The numbers of named groups.</param>
/// <param name="Start">Where a match may begin at all.</param>
internal sealed record RegexProgram(
    string Pattern, int[] Code, UnitSet[] Sets, int Groups, int Registers, IReadOnlyDictionary<string, int> Names, RegexStart Start);

/// <summary>What is known about every match from its beginning, so that most positions need not be tried.</summary>
/// <param name="AtTextStart">Only the start of the text will do.</param>
/// <param name="Prefix">Every match starts with this text; may be empty.</param>
/// <param name="First">Every match starts with one of these units; null when a match may be empty.</param>
internal sealed record RegexStart(bool AtTextStart, string Prefix, UnitSet? First)
{
    /// <summary>The first position from there on where a match may begin; -1 when there is none.</summary>
    public int Next(string text, int from)
    {
        if (AtTextStart) return from == 0 ? 0 : -1;
        if (Prefix.Length > 0) return text.IndexOf(Prefix, from, StringComparison.Ordinal);
        if (First is null) return from;
        for (var at = from; at < text.Length; at++)
            if (First.Contains(text[at])) return at;
        return -1;
    }

    /// <summary>Looks at a pattern.</summary>
    public static RegexStart Of(RegexNode root)
    {
        IReadOnlyList<RegexNode> items = root is RegexNode.Sequence s ? s.Items : [root];
        var prefix = string.Concat(items.TakeWhile(i => i is RegexNode.Unit { Set.Single: not null }).Select(i => ((RegexNode.Unit)i).Set.Single));
        return new RegexStart(items is [RegexNode.Assertion { Kind: RegexAssertion.TextStart }, ..], prefix, FirstOf(root, out var canBeEmpty) is var first && canBeEmpty ? null : first);
    }

    private static UnitSet FirstOf(RegexNode node, out bool canBeEmpty)
    {
        canBeEmpty = false;
        switch (node)
        {
            case RegexNode.Unit unit:
                return unit.Set;
            case RegexNode.Group group:
                return FirstOf(group.Body, out canBeEmpty);
            case RegexNode.Repeat repeat:
                var body = FirstOf(repeat.Body, out canBeEmpty);
                canBeEmpty |= repeat.Min == 0;
                return body;
            case RegexNode.Choice choice:
                var options = new List<UnitSet>();
                foreach (var option in choice.Options)
                {
                    options.Add(FirstOf(option, out var optionCanBeEmpty));
                    canBeEmpty |= optionCanBeEmpty;
                }
                return UnitSet.Union([.. options]);
            case RegexNode.Sequence sequence:
                var sets = new List<UnitSet>();
                canBeEmpty = true;
                foreach (var item in sequence.Items)
                {
                    sets.Add(FirstOf(item, out canBeEmpty));
                    if (!canBeEmpty) break;
                }
                return UnitSet.Union([.. sets]);
            case RegexNode.BackReference:
                canBeEmpty = true;
                return UnitSet.All;
            default:
                canBeEmpty = true;
                return UnitSet.Empty;
        }
    }
}
