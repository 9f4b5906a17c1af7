using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Error, TryCatch, and what is needed to know where errors come from.</summary>
internal sealed partial class FunctionCompiler
{
    private readonly List<ErrorPoint> _points = [];
    private readonly Dictionary<ErrorPoint, int> _pointNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly ErrorPoint _nowhere = new(null, PointKind.None, null);
    private readonly int _pointsNumber;
    private LocalBuilder? _pointLocal;
    private ErrorPoint _point;

    private void EmitError(ErrorNode node)
    {
        Emit(node.Message, typeof(string));
        EmitConstant(node.Location, typeof(IrLocation));
        _il.Emit(OpCodes.Newobj, Clr.Constructor(typeof(EastException), typeof(string), typeof(IrLocation)));
        _il.Emit(OpCodes.Throw);
    }

    /// <summary>
    /// The catch and finally bodies run outside the CLR's handlers, where everything is allowed. A finally body is run by noting how the
    /// bodies before it ended, in <c>failed</c> and in the region's <c>Next</c>, and going on from there afterwards.
    /// </summary>
    private void EmitTryCatch(TryCatchNode node, Type? result)
    {
        var value = result is null ? null : Rent(result);
        if (node.Finally is ValueNode)
        {
            var end = DefineLabel();
            var caught = EmitTry(node, value, new Region(), end);
            EmitCatchBody(node, value, caught);
            _il.MarkLabel(end);
            SetPoint(_point);
        }
        else
        {
            EmitWithFinally(node, value);
        }
        EmitResult(value);
    }

    private void EmitWithFinally(TryCatchNode node, LocalBuilder? value)
    {
        var (failed, next) = (Rent(typeof(EastException)), Rent(typeof(int)));
        var region = new FinallyRegion(DefineLabel(), next);
        _il.Emit(OpCodes.Ldnull);
        _il.Emit(OpCodes.Stloc, failed);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, next);
        var caught = EmitTry(node, value, region, region.Finally);

        var outer = OpenTry(region);
        EmitCatchBody(node, value, caught);
        CloseTry(region.Finally, failed, outer);

        _il.MarkLabel(region.Finally);
        SetPoint(_point);
        EmitRestoreDepth();
        EmitBranch(node.Finally, null);
        var succeeded = DefineLabel();
        _il.Emit(OpCodes.Ldloc, failed);
        _il.Emit(OpCodes.Brfalse, succeeded);
        _il.Emit(OpCodes.Ldloc, failed);
        _il.Emit(OpCodes.Throw);
        _il.MarkLabel(succeeded);
        for (var i = 0; i < region.Pending.Count; i++)
        {
            var other = DefineLabel();
            _il.Emit(OpCodes.Ldloc, next);
            _il.Emit(OpCodes.Ldc_I4, i + 1);
            _il.Emit(OpCodes.Bne_Un, other);
            EmitJump(region.Pending[i]);
            _il.MarkLabel(other);
        }
        Return(failed);
        Return(next);
    }

    /// <summary>The try body; goes to a label when it succeeds, else on, with the error in the local that is returned.</summary>
    private LocalBuilder EmitTry(TryCatchNode node, LocalBuilder? value, Region region, Label end)
    {
        var outer = OpenTry(region);
        EmitBranch(node.Try, value);
        var caught = Rent(typeof(EastException));
        CloseTry(end, caught, outer);
        return caught;
    }

    private void EmitCatchBody(TryCatchNode node, LocalBuilder? value, LocalBuilder caught)
    {
        SetPoint(_point);
        EmitRestoreDepth();
        OpenScope();
        _il.Emit(OpCodes.Ldloc, caught);
        _il.Emit(OpCodes.Callvirt, Clr.Getter(typeof(Exception), nameof(Exception.Message)));
        Bind(node.Message, typeof(string));
        _il.Emit(OpCodes.Ldloc, caught);
        _il.Emit(OpCodes.Call, Clr.Method(typeof(ErrorStack), nameof(ErrorStack.Of)));
        Bind(node.Stack, typeof(EastArray<EastStruct>));
        Return(caught);
        EmitInto(node.Catch, value);
        CloseScope();
    }

    /// <summary>Opens a region whose errors are caught; they get no locations beyond it.</summary>
    /// <returns>The point around it.</returns>
    private ErrorPoint OpenTry(Region region)
    {
        var outer = _point;
        _il.BeginExceptionBlock();
        _regions.Push(region);
        SetPoint(_nowhere);
        return outer;
    }

    /// <summary>
    /// Closes a region; goes to a label when it succeeded, else on, with the error in a local. The handler only takes the exception, because
    /// the CLR keeps the stack of an error until its handler has ended, and an error on its way out of many calls has many.
    /// </summary>
    private void CloseTry(Label end, LocalBuilder error, ErrorPoint outer)
    {
        var (known, exception) = (DefineLabel(), Rent(typeof(Exception)));
        _il.Emit(OpCodes.Leave, end);
        _regions.Pop();
        _point = outer;
        _il.BeginCatchBlock(typeof(Exception));
        _il.Emit(OpCodes.Stloc, exception);
        _il.EndExceptionBlock();
        _il.Emit(OpCodes.Ldloc, exception);
        EmitPointArguments();
        _il.Emit(OpCodes.Call, Clr.Method(typeof(ErrorPoint), nameof(ErrorPoint.Catch)));
        _il.Emit(OpCodes.Stloc, error);
        _il.Emit(OpCodes.Ldloc, error);
        _il.Emit(OpCodes.Brtrue, known);
        _il.Emit(OpCodes.Ldloc, exception);
        _il.Emit(OpCodes.Throw);
        _il.MarkLabel(known);
        Return(exception);
    }

    /// <summary>Notes where the code is from here on.</summary>
    private void SetPoint(ErrorPoint point)
    {
        _point = point;
        if (!_survey.HasPoints) return;
        if (!_pointNumbers.TryGetValue(point, out var index))
        {
            _pointNumbers[point] = index = _points.Count;
            _points.Add(point);
        }
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Stloc, _pointLocal ??= _il.DeclareLocal(typeof(int)));
    }

    /// <summary>What the methods of <see cref="ErrorPoint"/> want besides the exception.</summary>
    private void EmitPointArguments()
    {
        EmitConstant(_pointsNumber, typeof(ErrorPoint[]));
        if (_pointLocal is null) _il.Emit(OpCodes.Ldc_I4_0);
        else _il.Emit(OpCodes.Ldloc, _pointLocal);
    }

    private void FillPoints() => _program.Fill(_pointsNumber, _points.Count > 0 ? _points.ToArray() : [_nowhere]);
}
