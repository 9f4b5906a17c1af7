using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// Translates a checked program to CLR code: an assembly of its own, to be collected with the last closure, in which every East function is a
/// static method. The CLR compiles a method when it is called for the first time, so functions that never run cost little.
/// </summary>
/// <remarks>
/// The first argument of a method is its <see cref="Closure"/>; delegates are closed over it. The others, and the result, have the CLR
/// types that <see cref="ClrTypes"/> gives. The code trusts the types of the nodes: a program that was not checked can break the process.
/// </remarks>
internal sealed class ProgramCompiler
{
    private const int MaxInlineText = 4 << 20;

    private static readonly ConstructorInfo IgnoresAccessChecks = typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0];

    private readonly TypeBuilder _type;
    private readonly List<object> _constants = [];
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VariantCase, EastVariant> _cases = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<FunctionCompiler> _waiting = new();
    private readonly List<PlatformUse> _platform = [];
    private readonly bool? _optimize;
    private int _inlineText;

    private ProgramCompiler(bool? optimize)
    {
        _optimize = optimize;
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("East program"), AssemblyBuilderAccess.RunAndCollect);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(IgnoresAccessChecks, [typeof(ProgramCompiler).Assembly.GetName().Name!]));
        _type = assembly.DefineDynamicModule("East").DefineType("Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
    }

    /// <summary>Translates a function without captures. Wants a large stack, since nodes may be nested deeply.</summary>
    public static CompiledCode Compile(FunctionNode root, bool? optimize = null)
    {
        var compiler = new ProgramCompiler(optimize);
        var main = compiler.DefineMethod("Main", typeof(EastFunction), [typeof(Closure)]);
        new FunctionCompiler(compiler, main, root).EmitMain();
        while (compiler._waiting.TryDequeue(out var function)) function.EmitFunction();
        var make = compiler._type.CreateType().GetMethod("Main")!.CreateDelegate<Func<Closure, EastFunction>>();
        return new CompiledCode(make, [.. compiler._constants], [.. compiler._platform]);
    }

    /// <summary>The number of an object that code needs.</summary>
    public int Constant(object value)
    {
        if (_numbers.TryGetValue(value, out var number)) return number;
        _constants.Add(value);
        return _numbers[value] = _constants.Count - 1;
    }

    /// <summary>The number of an object that is not known yet; <see cref="Fill"/> tells what it is.</summary>
    public int Reserve()
    {
        _constants.Add(this);
        return _constants.Count - 1;
    }

    public void Fill(int number, object value) => _constants[number] = value;

    /// <summary>The value of a case without payload, of which one is enough.</summary>
    public EastVariant Case(VariantCase tag)
    {
        if (!_cases.TryGetValue(tag, out var value)) _cases[tag] = value = new EastVariant(tag, EastNull.Boxed);
        return value;
    }

    /// <summary>The number under which a platform function is among the constants.</summary>
    public int Platform(PlatformNode node, bool isInAsync)
    {
        _constants.Add(node);
        _platform.Add(new PlatformUse(node, isInAsync, _constants.Count - 1));
        return _constants.Count - 1;
    }

    /// <summary>Whether a text may be part of the code. There is an end to what an assembly holds.</summary>
    public bool MayInline(string text) => text.Length < 1000 && (_inlineText += text.Length) < MaxInlineText;

    /// <summary>The method of an inner function, to be written later.</summary>
    /// <param name="node">The function.</param>
    /// <param name="captured">Its captured variables, as it will see them.</param>
    public MethodInfo Function(FunctionNode node, IReadOnlyList<BoundVariable> captured)
    {
        var name = node.Location.ToString();
        Type[] parameters = [typeof(Closure), .. node.Type.Inputs.Select(Clr.Held)];
        var method = DefineMethod(name, Clr.Held(node.Type.Output), parameters);
        var function = new FunctionCompiler(this, method, node, captured);
        if (_optimize ?? function.IsWorthOptimizing) method.SetImplementationFlags(MethodImplAttributes.AggressiveOptimization);
        _waiting.Enqueue(function);
        return function.LargeFrame > 0 ? Guarded(name, method, parameters, function.LargeFrame) : method;
    }

    /// <summary>A method that sees whether there is enough stack before it calls another one.</summary>
    private MethodBuilder Guarded(string name, MethodBuilder method, Type[] parameters, int bytes)
    {
        var guard = DefineMethod(name, method.ReturnType, parameters);
        var il = guard.GetILGenerator();
        il.Emit(OpCodes.Ldc_I4, bytes);
        il.Emit(OpCodes.Call, Clr.Method(typeof(EastRun), nameof(EastRun.CheckStackFor)));
        for (var i = 0; i < parameters.Length; i++) il.Emit(OpCodes.Ldarg, (short)i);
        il.Emit(OpCodes.Call, method);
        il.Emit(OpCodes.Ret);
        return guard;
    }

    private MethodBuilder DefineMethod(string name, Type result, Type[] parameters) =>
        _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, result, parameters);
}
