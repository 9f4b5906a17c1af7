using System.Globalization;

namespace Polyglot.Dataflow.Graphs;

/// <summary>Every message about names and edges of a graph.</summary>
internal static class GraphMessages
{
    public const string UnknownNameNext = "Names are those under `inputs` and `tasks` of this file.";
    public const string UnknownAliasNext = "Aliases are the names under `uses` of this file.";
    public const string CycleNext = "A task cannot need its own result; take one of these inputs away.";
    public const string UsesCycleNext = "Move what both need into a third file.";

    public static string UnknownName(string name, string user) => $"{user} needs `{name}`, which is neither an input nor a task";

    public static string UnknownAlias(string alias) => $"no dataflow is used under the name `{alias}`";

    public static string UnknownForeignName(string name, string file) => $"`{name}` is neither a task nor an input nor an output of {file}";

    public static string Cycle(IEnumerable<string> names) => $"the tasks need each other in a circle: {string.Join(" -> ", names)}";

    public static string UsesCycle(IEnumerable<string> files) => $"the dataflow files use each other in a circle: {string.Join(" -> ", files)}";

    public static string TooManyFiles(int limit) => $"more than {limit.ToString(CultureInfo.InvariantCulture)} dataflow files are used";

    public static string UnknownTarget(string name) => $"there is no task or output `{name}` in this dataflow";

    public static string OutputIsInput(string path, string input) => $"the output {path} would overwrite the file of the input `{input}`";

    public static string OutputIsProgram(string path) => $"the output {path} would overwrite a file of a program";

    public static string OutputIsProject(string path) => $"the output {path} would overwrite a project file";

    public const string OutputOverNext = "Choose another path; a run never changes what it reads.";
}
