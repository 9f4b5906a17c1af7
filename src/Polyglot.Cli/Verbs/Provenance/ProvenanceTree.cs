using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Provenance;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Provenance;

/// <summary>Provenance as an indented tree. What is reached a second time is named, not shown again.</summary>
internal sealed class ProvenanceTree(Session session, ProvenanceGraph graph)
{
    private const string Step = "  ";

    private readonly HashSet<ObjectId> _shown = [];

    /// <summary>Prints it.</summary>
    public void Write()
    {
        // A stack of what is still to be shown, because chains may be longer than the program's own.
        var open = new Stack<(string Indent, string? Name, ObjectId Id)>([("", null, graph.Root)]);
        while (open.TryPop(out var item))
        {
            var again = !_shown.Add(item.Id);
            WriteObject(item.Indent, item.Name, graph.ObjectOf(item.Id), again);
            if (again) continue;
            var makings = graph.Direction == ProvenanceDirection.Backward ? graph.MakerOf(item.Id) is { } maker ? [maker] : [] : graph.UsersOf(item.Id).ToList();
            if (graph.Direction == ProvenanceDirection.Forward)
            {
                foreach (var making in makings.Reverse<Making>()) open.Push((item.Indent + Step, making.Name, making.Output));
                continue;
            }
            foreach (var making in makings)
            {
                WriteMaking(item.Indent + Step, making);
                foreach (var input in making.Inputs.Reverse()) open.Push((item.Indent + Step + Step, input.Name, input.Id));
            }
        }
    }

    private void WriteObject(string indent, string? name, KnownObject known, bool again)
    {
        var palette = session.Palette;
        var title = name ?? (known.Names.Count > 0 ? known.Names[0] : "object");
        var others = known.Names.Where(n => n != title && n != $"task {title}" && n != $"input {title}").ToList();
        var alias = others.Count > 0 ? palette.Dim($"  ({Printable.Of(string.Join(", ", others))})") : "";
        var source = graph.Direction == ProvenanceDirection.Backward && graph.MakerOf(known.Id) is null ? palette.Yellow(known.Names.Count > 0 ? "  source" : "  unknown") : "";
        session.Say($"{indent}{palette.Bold(Printable.Of(title))}  {known.Id.Abbreviated()}{alias}{source}{(again ? palette.Dim("  (see above)") : "")}");
        if (known.OtherMakers > 0 && !again) session.Say($"{indent}{Step}{palette.Dim($"{Quantity.Count(known.OtherMakers, "other execution")} gave the same bytes")}");
    }

    private void WriteMaking(string indent, Making making)
    {
        var palette = session.Palette;
        var time = making.WasExecuted ? $", {Quantity.Duration(making.EndedAt - making.StartedAt)}, {Quantity.Age(making.StartedAt, session.Time.GetUtcNow())}" : "";
        session.Say($"{indent}by {palette.Cyan(Printable.Of(making.Name))} in run {making.Run}{time}  {palette.Dim($"{making.Runner} {making.RunnerVersion}".TrimEnd())}  {palette.Dim($"execution {making.Execution.Abbreviated()}")}");
        foreach (var file in making.Files) session.Say($"{indent}{Step}{palette.Dim("program")} {Printable.Of(file.Name)}  {file.Id.Abbreviated()}");
    }
}
