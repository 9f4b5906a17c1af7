namespace Polyglot.Cli.Errors;

/// <summary>What is said about refs, tags, and what past runs had.</summary>
internal static class HistoryMessages
{
    public const string ListRuns = "`polyglot history` lists the runs; `last`, `last~1`, a tag or the beginning of an id name one";
    public const string ListRefs = "`polyglot refs` lists them";
    public const string MoveTag = "--move points it elsewhere";
    public const string OtherName = "choose another name: refs of the dataflow are set by its runs";
    public const string NothingWritten = "nothing was written; --overwrite replaces what is there";
    public const string RunThenCheckOut = "nothing was written; a result that was dropped or lost is computed anew by running its task with the inputs of that run";
    public const string DeleteTakesOneName = "--delete takes a name only";

    public const string RunByName = "`polyglot run TASK` computes the result of a task anew";

    public static string NotThere(string word) => $"the bytes of `{word}` are not in the repository: they were lost, or dropped to save room";

    public static string NoSuchRun(string word) => $"`{word}` is no run";

    public static string AmbiguousRun(string word, IEnumerable<object> candidates) => $"`{word}` may be {string.Join(" or ", candidates.Take(5))}";

    public static string TagExists(string name, string target) => $"there is a ref {name} already, to {target}";

    public static string NoRef(string name) => $"there is no ref {name}";

    public static string IsOfDataflow(string name, string dataflow) => $"{name} would be a ref of the dataflow {dataflow}";

    public static string RefChanged(string name) => $"somebody else wrote the ref {name} in this moment";

    public static string NoHistory(string name) => $"no run has an output, task or input `{name}`";

    public static string NoSuchFile(string word, string run) => $"run {run} knows no file `{word}`";

    public static string NoRunHasFile(string word) => $"no run knows a file `{word}`";

    public static string NotPutBack(string path, string problem) => $"{path} cannot be put back: {problem}";

    public static string NoOutputs(string run) => $"run {run} published nothing";
}
