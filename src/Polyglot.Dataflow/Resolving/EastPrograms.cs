using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>An East program as a task needs it.</summary>
/// <param name="Signature">Its parameters and result.</param>
/// <param name="Id">The object that it is: its beast2 file, whatever form it was read from.</param>
/// <param name="File">The bytes of that object.</param>
internal sealed record ResolvedProgram(FunctionSignature Signature, ObjectId Id, byte[] File);

/// <summary>The East programs of a snapshot. Each file is read and checked once per kind of runner. Not thread-safe.</summary>
internal sealed class EastPrograms
{
    private readonly Dictionary<(string Path, RunnerKind Kind), (ResolvedProgram?, IReadOnlyList<string>)> _known = [];

    /// <summary>A program by absolute path, or what is wrong with it, each problem with its place in the author's source.</summary>
    public (ResolvedProgram? Program, IReadOnlyList<string> Problems) Get(string path, ResolvedRunner runner)
    {
        var key = (path, runner.Manifest.Kind);
        return _known.TryGetValue(key, out var known) ? known : _known[key] = Load(path, runner.Manifest.Kind);
    }

    private static (ResolvedProgram?, IReadOnlyList<string>) Load(string path, RunnerKind kind)
    {
        try
        {
            var (program, problem) = Read(path);
            if (program is null) return (null, [problem!]);
            // What a runtime of its own offers besides is for that runtime to say.
            var problems = kind == RunnerKind.Host ? IrChecker.Check(program.Root, ConsolePlatform.Signatures) : [];
            var file = IrWriter.ToBeast2(program.Root);
            return (new(SignatureOf(path, program.Root), Hashing.Object(file), file), [.. problems.Select(p => p.ToString())]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [e.Message]);
        }
    }

    private static (IrProgram? Program, string? Problem) Read(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".json" or ".east")
        {
            var text = File.ReadAllText(path);
            var parsed = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? IrReader.FromJson(text) : IrReader.FromText(text);
            return parsed.IsSuccess ? (parsed.Value, null) : (null, parsed.Error.ToString());
        }
        var decoded = IrReader.FromBeast2(File.ReadAllBytes(path));
        return decoded.IsSuccess ? (decoded.Value, null) : (null, decoded.Error.Message);
    }

    private static FunctionSignature SignatureOf(string path, FunctionNode root) => new(
        Path.GetFileName(path), [.. root.Parameters.Select(p => new ParameterSignature(p.Name, p.Type, Optional: false))], root.Type.Output, "");
}
