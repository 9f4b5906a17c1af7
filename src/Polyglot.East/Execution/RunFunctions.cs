using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Makes the functions that come inside values part of a run: they have its platform and its limits.</summary>
internal sealed class RunFunctions(EastRun run, IEnumerable<PlatformFunction> platform) : IFunctionMaker
{
    public bool TryMake(FunctionNode node, [NotNullWhen(true)] out EastFunction? function, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            (function, problem) = (EastProgram.Compile(IrProgram.Of(node), platform).Function(run), null);
            return true;
        }
        catch (EastProgramException wrong)
        {
            (function, problem) = (null, wrong.Problems[0].ToString());
            return false;
        }
    }
}
