using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// Reasons as the East type <c>Variant&lt;environmentChanged: Change, forced, inputChanged: Change, neverRan, outputMissing: Blob, previousFailed,
/// programChanged: Change, runnerChanged: Change, typeChanged: Change&gt;</c>, <c>Change = Struct&lt;what: String, old: Option&lt;String&gt;, new: Option&lt;String&gt;&gt;</c>.
/// </summary>
internal static class ReasonCodec
{
    private static readonly ValueMap<Change> Changes = Record.Map<Change>(fields =>
    {
        var what = fields.Add("what", Map.String, c => c.What);
        var old = fields.Add("old", Map.Optional(Map.String), c => c.Old);
        var @new = fields.Add("new", Map.Optional(Map.String), c => c.New);
        return row => new Change(row.Get(what), row.Get(old), row.Get(@new));
    });

    /// <summary>The map.</summary>
    public static ValueMap<Reason> Reasons { get; } = Union.Map(
        Union.Case<Reason>("neverRan", new Reason.NeverRan()),
        Union.Case<Reason>("forced", new Reason.Forced()),
        Union.Case<Reason>("previousFailed", new Reason.PreviousFailed()),
        Union.Case<Reason, Reason.OutputMissing>("outputMissing", StoreMaps.ObjectId.As<Reason.OutputMissing>(r => r.Id, id => new(id))),
        Union.Case<Reason, Reason.InputChanged>("inputChanged", Changes.As<Reason.InputChanged>(r => new(r.Name, r.Old, r.New), c => new(c.What, c.Old, c.New))),
        Union.Case<Reason, Reason.ProgramChanged>("programChanged", Changes.As<Reason.ProgramChanged>(r => new(r.File, r.Old, r.New), c => new(c.What, c.Old, c.New))),
        Union.Case<Reason, Reason.TypeChanged>("typeChanged", Changes.As<Reason.TypeChanged>(r => new(r.What, r.Old, r.New), c => new(c.What, c.Old, c.New))),
        Union.Case<Reason, Reason.RunnerChanged>("runnerChanged", Changes.As<Reason.RunnerChanged>(r => new(r.What, r.Old, r.New), c => new(c.What, c.Old, c.New))),
        Union.Case<Reason, Reason.EnvironmentChanged>("environmentChanged", Changes.As<Reason.EnvironmentChanged>(r => new(r.Name, r.Old, r.New), c => new(c.What, c.Old, c.New))));

    private sealed record Change(string What, string? Old, string? New);
}
