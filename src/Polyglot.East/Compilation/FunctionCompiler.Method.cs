using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>The method around the body: steps and depth on the way in, depth and locations of errors on the way out.</summary>
internal sealed partial class FunctionCompiler
{
    /// <summary>So many nodes that <see cref="EastRun.DepthOfCheck"/> calls take less stack than a check asks for.</summary>
    private const int SmallFunction = 30;

    /// <summary>So many nodes that a call may take more stack than a check asks for.</summary>
    private const int LargeFunction = 1000;

    private const int BytesPerNode = 64;
    private const int MaxSize = int.MaxValue / BytesPerNode;

    /// <summary>Writes the method that makes the closure of the root.</summary>
    public void EmitMain()
    {
        EmitClosure(_node);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Writes the method of the function.</summary>
    public void EmitFunction()
    {
        EmitEntry();
        BindVariables();
        var output = Clr.Held(_node.Type.Output);
        _result = _node.Type.Output.Kind == EastTypeKind.Null ? null : _il.DeclareLocal(output);
        _exit = NewTarget();
        if (_survey.HasPoints)
        {
            _il.BeginExceptionBlock();
            _regions.Push(new Region());
            SetPoint(_point);
        }
        OpenScope();
        EmitInto(_node.Body, _result);
        CloseScope();
        if (_survey.HasPoints)
        {
            var error = Rent(typeof(EastException));
            CloseTry(_exit.Label, error, _nowhere);
            _il.Emit(OpCodes.Ldloc, error);
            _il.Emit(OpCodes.Throw);
        }
        _il.MarkLabel(_exit.Label);
        EmitExit();
        if (_result is null) EmitNull();
        else _il.Emit(OpCodes.Ldloc, _result);
        _il.Emit(OpCodes.Ret);
        FillPoints();
    }

    private void EmitEntry()
    {
        _run = _il.DeclareLocal(typeof(EastRun));
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(Closure), nameof(Closure.Run)));
        _il.Emit(OpCodes.Stloc, _run);
        EmitSpend(() => _il.Emit(OpCodes.Ldc_I4_1));
        var go = DefineLabel();
        _il.Emit(OpCodes.Ldloc, _run);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(EastRun), nameof(EastRun.Depth)));
        if (_survey.Calls)
        {
            _depth = _il.DeclareLocal(typeof(int));
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Stloc, _depth);
            _il.Emit(OpCodes.Ldloc, _depth);
        }
        _il.Emit(OpCodes.Ldc_I4, EastLimits.MaxCallDepth - (_survey.Calls ? 0 : 1));
        _il.Emit(OpCodes.Ble, go);
        _il.Emit(OpCodes.Call, Clr.Method(typeof(EastRun), nameof(EastRun.TooDeep)));
        _il.Emit(OpCodes.Throw);
        _il.MarkLabel(go);
        if (_survey.Calls)
        {
            EmitCheckStack();
            EmitRestoreDepth();
        }
    }

    /// <summary>Takes off steps, of which an int is pushed; ends the run when none are left or something else stops it.</summary>
    private void EmitSpend(Action steps)
    {
        var (fuel, left, go) = (Clr.Field(typeof(EastRun), nameof(EastRun.Fuel)), Rent(typeof(long)), DefineLabel());
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Ldfld, fuel);
        steps();
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, left);
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Ldloc, left);
        _il.Emit(OpCodes.Stfld, fuel);
        _il.Emit(OpCodes.Ldloc, left);
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Volatile);
        _il.Emit(OpCodes.Ldfld, Clr.Field(typeof(EastRun), nameof(EastRun.Stop)));
        _il.Emit(OpCodes.Or);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        _il.Emit(OpCodes.Bge, go);
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Call, Clr.Method(typeof(EastRun), nameof(EastRun.Stopped)));
        _il.Emit(OpCodes.Throw);
        _il.MarkLabel(go);
        Return(left);
    }

    /// <summary>The machine's stack is looked at from time to time; by functions that take much of it, each time.</summary>
    private void EmitCheckStack()
    {
        var go = DefineLabel();
        if (_survey.Size <= SmallFunction)
        {
            _il.Emit(OpCodes.Ldloc, _depth!);
            _il.Emit(OpCodes.Ldc_I4, EastRun.DepthOfCheck - 1);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Brtrue, go);
        }
        _il.Emit(OpCodes.Call, Clr.Method(typeof(EastRun), nameof(EastRun.CheckStack)));
        _il.MarkLabel(go);
    }

    private void EmitExit()
    {
        if (_depth is null) return;
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Ldloc, _depth);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(EastRun), nameof(EastRun.Depth)));
    }

    /// <summary>After an error was caught, the depth is that of this function again.</summary>
    private void EmitRestoreDepth()
    {
        if (_depth is null) return;
        _il.Emit(OpCodes.Ldloc, _run!);
        _il.Emit(OpCodes.Ldloc, _depth);
        _il.Emit(OpCodes.Stfld, Clr.Field(typeof(EastRun), nameof(EastRun.Depth)));
    }

    /// <summary>The captured variables and the parameters, which hide them.</summary>
    private void BindVariables()
    {
        for (var i = 0; i < _captured.Count; i++)
        {
            var binding = _captured[i];
            if (_survey.HasLoop)
            {
                var local = Rent(binding.IsCell ? CellOf(binding.Type) : binding.Type);
                EmitCaptured(binding);
                _il.Emit(OpCodes.Stloc, local);
                binding = binding with { Storage = Storage.Local, Local = local };
            }
            _scope.Bind(_node.Captures[i].Name, binding);
        }
        for (var i = 0; i < _node.Parameters.Length; i++)
        {
            var parameter = _node.Parameters[i];
            var binding = new BoundVariable(Clr.Held(_node.Type.Inputs[i]), Storage.Argument, IsCell: false, Index: i + 1);
            if (parameter.IsMutable && _survey.IsShared(parameter.Name))
            {
                EmitPlace(binding);
                Bind(parameter, binding.Type);
            }
            else
            {
                _scope.Bind(parameter.Name, binding);
            }
        }
    }
}
