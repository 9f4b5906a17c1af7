using System.Globalization;

namespace Polyglot.Dataflow.Projects;

/// <summary>Every message about a project file, without the place; tests name these.</summary>
internal static class ProjectMessages
{
    public const string SeveralDocuments = "the file holds more than one YAML document";
    public const string SeveralDocumentsNext = "Keep one dataflow per file and name other files under `uses`.";
    public const string TagNext = "Remove the tag; the declared type says how a value is read.";
    public const string KeyNotText = "a key must be a simple name, not a list or a mapping";
    public const string TooLargeNext = "Put data into files of their own and name them under `inputs`.";
    public const string MissingName = "the dataflow has no `name`";
    public const string MissingNameNext = "Add `name: my-dataflow` at the top; runs and results are found by it.";
    public const string NameRule = "Names begin with a letter or _ and go on with letters, digits, _ and -.";
    public const string InputShapeNext = "Write `{ file: data/x.csv, type: Blob }`, `{ value: 1, type: Integer }` or `{ from: alias.task }`.";
    public const string ProgramNext = "Write one of `function: src/file.py#name`, `ir: program.json`, `command: \"…\"` or `script: src/file.sh`.";
    public const string FunctionNext = "Write the file, `#` and the function's name: `src/clean.mjs#clean`.";
    public const string FromNext = "Write an alias from `uses`, a dot and a task, input or output there: `base.clean`.";
    public const string MissingType = "the input has no `type`";
    public const string MissingTypeNext = "Add a type such as `Blob`, `Integer` or `Array<Struct<date: DateTime, ppm: Float>>`.";
    public const string MissingRunner = "the task has no `runner`";
    public const string TimeoutNext = "Write seconds as a number, or `250ms`, `30s`, `5m`, `2h`.";
    public const string OutputPathNext = "Outputs are written inside the project's folder; give a relative path such as `out/report.html`.";
    public const string EnvironmentKey = "the name of an environment variable must not be empty or contain `=` or a NUL character";
    public const string EmptyText = "the text must not be empty";
    public const string NulCharacter = "the text must not contain a NUL character";
    public const string ForeachOrMatrixNext = "Use `foreach` for the elements of one input, `matrix` for combinations.";
    public const string ForeachUnknownNext = "Name one of the task's `inputs`.";
    public const string ForeachAmbiguousNext = "Name the inputs: `inputs: { first: x, second: x }`.";
    public const string MatrixEmpty = "the matrix varies nothing";
    public const string MatrixEmptyNext = "Write `matrix: { parameter: [1, 2, 3] }`, or the name of an input or task that gives an Array.";
    public const string MatrixValue = "no parameter of a matrix may be called `value`, which is what results are called beside the parameters";
    public const string MatrixValueNext = "Rename the parameter.";
    public const string ReturnsNext = "Write `returns: dataflow`, or `returns: { runners: [shell], depth: 4 }`.";
    public const string ReturnsScatterNext = "Let the dataflow that the task returns have a task with it.";
    public const string ReturnsOutput = "a task that returns a dataflow has to say what that dataflow results in";
    public const string ReturnsOutputNext = "Add `output:` with the type of the result, such as `Float`.";
    public const string CpusNext = "Write a number such as `2` or `0.5`.";
    public const string MemoryNext = "Write a number with its unit: `500MB`, `2GB`, `1.5GiB`.";
    public const string RetryNext = "Write how often, `retry: 3`, or `retry: { times: 3, delay: 2s, longest: 1m, alone: true }`.";
    public const string UnknownResourceNext = "Say at the top of the file how many there are: `resources: { gpu: 1 }`.";
    public const string UnreadableYaml = "not valid YAML: a list, mapping or text that began before this place does not end";
    public const string BadYamlNext = "Look here and in the lines before for a tab, an open `{`, `[` or quote, or a line that is not as far in as its neighbours.";
    public const string CsvTypeNext = "A CSV table is an `Array<Struct<…>>` of simple fields.";

    public static string Quote(string text) =>
        '"' + (text.Length > 60 ? string.Concat(text.AsSpan(0, 57), "...") : text).ReplaceLineEndings("\\n") + '"';

    public static string BadYaml(string detail) => $"not valid YAML: {detail.TrimEnd('.')}";

    public static string BadJson(string detail)
    {
        var place = detail.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"not valid JSON: {(place < 0 ? detail : detail[..place]).TrimEnd('.')}";
    }

    public static string NotUtf8(int offset) => $"the file is not UTF-8 text (byte {Number(offset)})";

    public static string TooLarge(long size, long limit) => $"the file has {Number(size)} bytes; at most {Number(limit)} are read";

    public static string TooDeep(int limit) => $"lists and mappings are nested more than {Number(limit)} deep";

    public static string Tag(string tag) => $"YAML tags are not supported: {tag}";

    public static string UnknownAlias(string name) => $"the alias *{name} has no anchor before it";

    public static string CyclicAlias(string name) => $"the alias *{name} stands inside its own anchor";

    public static string TooManyAliases(int limit) => $"the file's aliases stand for more than {Number(limit)} values";

    public static string DuplicateKey(string key, int line) => $"the key `{key}` comes twice; the first is in line {Number(line)}";

    public static string UnknownKey(string key, string where) => $"unknown key `{key}` in {where}";

    public static string KnownKeys(IEnumerable<string> keys) => $"Known here: {string.Join(", ", keys)}.";

    public static string Expected(string what, string found) => $"expected {what}, found {found}";

    public static string BadName(string what, string name) => $"{Quote(name)} cannot be the name of {what}";

    public static string MissingKey(string key, string where) => $"{where} has no `{key}`";

    public static string BadType(string detail) => $"not a type: {detail}";

    public static string NotData(string type) => $"a value of type {type} contains functions and cannot be stored";

    public static string OneProgram(int found) => found == 0 ? "the task does not say what to run" : "the task says more than once what to run";

    public static string OneSource(int found) => found == 0 ? "the input does not say where its value comes from" : "the input says more than once where its value comes from";

    public static string BadFunction(string text) => $"{Quote(text)} does not name a function in a file";

    public static string BadFrom(string text) => $"{Quote(text)} does not name something in another dataflow";

    public static string NotAllowedWith(string key, string other) => $"`{key}` has no meaning beside `{other}`";

    public static string BadTimeout(string text) => $"{Quote(text)} is not a time span";

    public static string OneOf(string text, IEnumerable<string> allowed) => $"{Quote(text)} is not one of {string.Join(", ", allowed)}";

    public static string OutputPath(string path) => $"the output path {Quote(path)} is not inside the project's folder";

    public static string OutputReserved(string path) => $"the output path {Quote(path)} is inside the repository";

    public static string DuplicateOutput(string path) => $"two outputs are written to {Quote(path)}";

    public static string DuplicateNode(string name, int line) => $"`{name}` is already an input; it is in line {Number(line)}";

    public static string ForeachUnknown(string name) => $"`foreach` names {Quote(name)}, which is no input of the task";

    public static string ForeachAmbiguous(string name) => $"`foreach` names {Quote(name)}, which the task is given more than once";

    public static string UnknownResource(string name) => $"the resource {Quote(name)} is not among the file's `resources`";

    public static string TooMuchResource(string name, int wanted, int there) => $"the task takes {Number(wanted)} of {Quote(name)}, of which there are {Number(there)}";

    public static string DuplicateArgument(string name) => $"the parameter `{name}` is given twice";

    public static string UnknownFormat(string path) => $"the extension of {Quote(path)} does not say how the file holds its value";

    public static string UnknownFormatNext(IEnumerable<string> formats) => $"Add `format:` with one of {string.Join(", ", formats)}.";

    public static string RawNeedsBlob(string type) => $"the format raw holds a Blob or a String, not {type}";

    public static string CsvNeedsTable(string type) => $"the format csv does not hold a value of type {type}";

    public static string MoreProblems(int count) => $"{Number(count)} more problems in this file are not shown";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
