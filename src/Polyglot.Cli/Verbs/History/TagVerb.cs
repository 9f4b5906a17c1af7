using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.History;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary><c>polyglot tag</c>.</summary>
internal sealed class TagVerb : Verb
{
    private readonly Argument<string> _name = new("name") { HelpName = "NAME", Description = "The tag; namespace/name for a ref elsewhere than in tags/" };

    private readonly Argument<string?> _what = new("what")
    {
        HelpName = "WHAT",
        Description = "A run (default: the last one), or a task, output, input, ref or object",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _move = new("--move") { Description = "Point a tag that exists elsewhere" };
    private readonly Option<bool> _delete = new("--delete", "-d") { Description = "Remove the tag; what it pointed to stays until `polyglot gc`" };

    public TagVerb() : base("tag", "Give a run or a value a name that keeps it")
    {
        Command.Arguments.Add(_name);
        Command.Arguments.Add(_what);
        Command.Options.Add(_move);
        Command.Options.Add(_delete);
    }

    public override string Details =>
        "What a tag reaches is never collected: for a run, all its inputs, programs, results and logs. Tags of runs can be given wherever a\nrun is asked for, tags of values wherever a value is.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("tag published-2026", "the last run"),
        new("tag good-fit fit", "the result of a task"),
        new("tag published-2026 last~1 --move", "another run under the same name"),
        new("tag --delete good-fit", "forget the name"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var name = NameOf(Required(arguments, _name));
        var what = arguments.GetValue(_what);
        using var open = Repositories.Require(session);
        if (arguments.GetValue(_delete))
        {
            if (what is not null) throw CliFailure.Usage(HistoryMessages.DeleteTakesOneName, CliMessages.SeeHelp("tag"));
            Delete(session, open, name);
            return Task.FromResult(ExitCode.Ok);
        }
        if (name.Namespace == open.Dataflow) throw CliFailure.Usage(HistoryMessages.IsOfDataflow(name.ToString(), open.Dataflow), HistoryMessages.OtherName);
        var run = what is null ? open.LastRun ?? throw CliFailure.Usage(CliMessages.NoRun, CliMessages.RunFirst) : RunWords.Find(open, what);
        var before = open.Repository.Refs.Get(name);
        var move = arguments.GetValue(_move);
        if (before.Status != RefStatus.Missing && !move)
            throw CliFailure.Usage(HistoryMessages.TagExists(name.ToString(), before.Id?.Abbreviated() ?? "nothing readable"), HistoryMessages.MoveTag);
        var id = run is not null ? RunObject.Put(open.Repository.Objects, run) : Words.RequireObject(open, what!);
        if (!open.Repository.Uses.Hold(open.Repository.Objects, id)) throw CliFailure.Usage(HistoryMessages.NotThere(what!), HistoryMessages.RunByName);
        Point(open, name, before, id);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("ref", name.ToString());
                writer.WriteString("object", id.ToString());
                writer.WriteOptional("run", run?.Id.ToString());
                writer.WriteOptional("previous", before.Id?.ToString());
                writer.WriteBoolean("deleted", false);
            });
        }
        else
        {
            session.Say($"{session.Palette.Bold(name.ToString())} is {(run is null ? $"object {id.Abbreviated()}" : $"run {run.Id}")}");
        }
        return Task.FromResult(ExitCode.Ok);
    }

    private static void Point(OpenRepository open, RefName name, RefRead before, ObjectId id)
    {
        if (before.Status == RefStatus.Damaged) open.Repository.Refs.Set(name, id);
        else if (!open.Repository.Refs.CompareAndSwap(name, before.Id, id).Done) throw CliFailure.Usage(HistoryMessages.RefChanged(name.ToString()), HistoryMessages.ListRefs);
    }

    private static void Delete(Session session, OpenRepository open, RefName name)
    {
        var before = open.Repository.Refs.Get(name);
        if (!open.Repository.Refs.Delete(name))
        {
            var names = open.Repository.Refs.Namespaces().SelectMany(open.Repository.Refs.List).Select(r => r.Name.ToString());
            throw CliFailure.Usage(HistoryMessages.NoRef(name.ToString()), HistoryMessages.ListRefs, NearestNames.Of(name.ToString(), names));
        }
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("ref", name.ToString());
                writer.WriteNull("object");
                writer.WriteNull("run");
                writer.WriteOptional("previous", before.Id?.ToString());
                writer.WriteBoolean("deleted", true);
            });
        }
        else
        {
            session.Say($"{name} is gone; it was {before.Id?.Abbreviated() ?? "unreadable"}");
        }
    }

    private static RefName NameOf(string text)
    {
        try
        {
            return Tags.NameOf(text);
        }
        catch (FormatException e)
        {
            throw CliFailure.Usage(e.Message, CliMessages.SeeHelp("tag"));
        }
    }
}
