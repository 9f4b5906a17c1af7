namespace Polyglot.Runners;

/// <summary>What a task runs: exactly one of <see cref="FunctionProgram"/>, <see cref="IrTaskProgram"/>, <see cref="CommandProgram"/>.</summary>
public abstract record ProgramSpec
{
    private protected ProgramSpec()
    {
    }
}

/// <summary>A function in a user's script; needs a runner of kind worker.</summary>
/// <param name="ScriptPath">Absolute path of the script.</param>
/// <param name="Function">The function's name in it.</param>
/// <param name="CodeId">Changes when the script or a file it depends on changes; a worker that has loaded another one is replaced.</param>
public sealed record FunctionProgram(string ScriptPath, string Function, string CodeId) : ProgramSpec;

/// <summary>A program in East IR; needs a runner of kind east.</summary>
/// <param name="Path">Absolute path of the program's beast2 file.</param>
/// <param name="Id">Its object id, 64 lower-case hex digits.</param>
/// <param name="Platforms">Names of the platform packages it may call.</param>
public sealed record IrTaskProgram(string Path, string Id, IReadOnlyList<string> Platforms) : ProgramSpec;

/// <summary>A program of its own per task; needs a runner of kind command.</summary>
/// <param name="Command">The text that stands for <c>{command}</c> in the manifest's <c>exec</c>; placeholders in it are filled. Null when the manifest needs none.</param>
/// <param name="ScriptPath">Absolute path that stands for <c>{script}</c>; null when the manifest needs none.</param>
public sealed record CommandProgram(string? Command, string? ScriptPath = null) : ProgramSpec;
