using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Verbs.East;

/// <summary><c>polyglot east</c>.</summary>
internal sealed class EastVerb() : VerbGroup("east", "Run, check and show East programs", [new EastRunVerb(), new EastCheckVerb(), new EastShowVerb()])
{
    public override IReadOnlyList<Example> Examples =>
    [
        new("east run total.beast2 \"[1, 2, 3]\"", "a program on a value"),
        new("east check total.beast2", "every problem of a program, without running it"),
        new("east show total.beast2", "a program as readable code"),
    ];
}
