using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Break, Continue, Return: ways out of a loop or the function, through try bodies, locks and finally bodies.</summary>
internal sealed partial class FunctionCompiler
{
    private readonly Stack<Region> _regions = new();
    private readonly List<Loop> _loops = [];
    private JumpTarget? _exit;
    private LocalBuilder? _result;

    private void EmitBreak(BreakNode node) => EmitJump(LoopOf(node.Label).Break);

    private void EmitContinue(ContinueNode node) => EmitJump(LoopOf(node.Label).Continue);

    private void EmitReturn(ReturnNode node)
    {
        EmitInto(node.Value, _result);
        EmitJump(_exit!);
    }

    /// <summary>
    /// Goes to a target. A try body with a finally body on the way stops the jump: it notes where it was going, and the code after the finally
    /// body goes on from there.
    /// </summary>
    private void EmitJump(JumpTarget target)
    {
        foreach (var region in _regions.Take(_regions.Count - target.Regions))
        {
            if (region is not FinallyRegion stop) continue;
            stop.Pending.Add(target);
            _il.Emit(OpCodes.Ldc_I4, stop.Pending.Count);
            _il.Emit(OpCodes.Stloc, stop.Next);
            _il.Emit(OpCodes.Leave, stop.Finally);
            return;
        }
        _il.Emit(_regions.Count > target.Regions ? OpCodes.Leave : OpCodes.Br, target.Label);
    }

    private JumpTarget NewTarget() => new(DefineLabel(), _regions.Count);

    private Loop LoopOf(IrLabel label) => _loops.FindLast(loop => loop.Name == label.Name)
        ?? throw new InvalidOperationException($"no loop '{label.Name}' around the jump");

    /// <summary>Where jumps lead.</summary>
    /// <param name="Label">The place.</param>
    /// <param name="Regions">How many regions are around it.</param>
    private sealed record JumpTarget(Label Label, int Regions);

    /// <summary>A loop around the code being written.</summary>
    /// <param name="Name">What its label says.</param>
    /// <param name="Break">After it.</param>
    /// <param name="Continue">The end of an iteration.</param>
    /// <param name="Again">Where the next bundle of iterations begins.</param>
    /// <param name="Test">Where each iteration begins.</param>
    /// <param name="Lease">How many iterations are left of the bundle.</param>
    private sealed record Loop(string Name, JumpTarget Break, JumpTarget Continue, Label Again, Label Test, LocalBuilder Lease);

    /// <summary>A protected region of the CLR around the code being written, which jumps leave by <c>leave</c>.</summary>
    private class Region;

    /// <summary>A region whose jumps run a finally body first.</summary>
    /// <param name="finally">Where that is.</param>
    /// <param name="next">The local that tells how to go on: 0 normally, else the jump of that number.</param>
    private sealed class FinallyRegion(Label @finally, LocalBuilder next) : Region
    {
        public Label Finally => @finally;

        public LocalBuilder Next => next;

        public List<JumpTarget> Pending { get; } = [];
    }
}
