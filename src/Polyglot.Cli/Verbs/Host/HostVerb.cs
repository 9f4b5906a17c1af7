using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Verbs.Host;

/// <summary><c>polyglot host …</c>.</summary>
internal sealed class HostVerb() : VerbGroup("host", "Keep workers warm between commands", [new HostStartVerb(), new HostStopVerb(), new HostStatusVerb()])
{
    public override string Details =>
        """
        A host stays in the background; `run`, `plan` and `status` of its project are handed to it and look the same. `watch` is one
        too. POLYGLOT_HOST=auto starts one whenever it is missing, and it ends after ten idle minutes; POLYGLOT_HOST=off uses none.
        """;

    public override IReadOnlyList<Example> Examples => [new("host start", "the project here"), new("host status", "whether one is running")];
}
