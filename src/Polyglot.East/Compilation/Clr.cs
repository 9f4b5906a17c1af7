using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>The CLR types and members that code is made of.</summary>
internal static class Clr
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<(Type, string), MemberInfo> Members = new();
    private static readonly ConcurrentDictionary<(MethodInfo, Type, Type?, Type?, Type?), MethodInfo> Instances = new();

    /// <summary>The CLR type of variables, parameters and parts of an East type.</summary>
    public static Type Held(EastType type) => type.Kind switch
    {
        EastTypeKind.Null => typeof(EastNull),
        EastTypeKind.Boolean => typeof(bool),
        EastTypeKind.Integer => typeof(long),
        EastTypeKind.Float => typeof(double),
        EastTypeKind.String => typeof(string),
        EastTypeKind.DateTime => typeof(EastDateTime),
        EastTypeKind.Blob => typeof(EastBlob),
        EastTypeKind.Struct => typeof(EastStruct),
        EastTypeKind.Variant => typeof(EastVariant),
        EastTypeKind.Function or EastTypeKind.AsyncFunction => typeof(EastFunction),
        EastTypeKind.Never => typeof(object),
        _ => ClrTypes.Of(type),
    };

    /// <summary>The CLR type of a part of a type.</summary>
    public static Type Part(EastType type, int part) => TypeNode.Of(type).Parts[part].Held.Type;

    /// <summary>The CLR types of all parts of a type.</summary>
    public static Type[] Parts(EastType type) => [.. TypeNode.Of(type).Parts.Select(part => part.Held.Type)];

    public static FieldInfo Field(Type type, string name) =>
        (FieldInfo)Members.GetOrAdd((type, name), static key => key.Item1.GetField(key.Item2, Any) ?? throw Missing(key.Item1, key.Item2));

    public static MethodInfo Method(Type type, string name) =>
        (MethodInfo)Members.GetOrAdd((type, name), static key => key.Item1.GetMethod(key.Item2, Any) ?? throw Missing(key.Item1, key.Item2));

    public static MethodInfo Getter(Type type, string name) => Method(type, "get_" + name);

    /// <summary>The constructor of a class that has only one, or the one that takes these.</summary>
    public static ConstructorInfo Constructor(Type type, params Type[] parameters) => (ConstructorInfo)Members.GetOrAdd(
        (type, ".ctor" + string.Join(',', parameters.Select(p => p.Name))),
        _ => (parameters.Length == 0 && type.GetConstructors(Any & ~BindingFlags.Static) is [var only] ? only : type.GetConstructor(Any, parameters)) ?? throw Missing(type, ".ctor"));

    /// <summary>A generic method for these types.</summary>
    public static MethodInfo Generic(MethodInfo definition, params ReadOnlySpan<Type> types)
    {
        if (types.Length == 0) return definition;
        if (types.Length > 4) return definition.MakeGenericMethod(types.ToArray());
        var key = (definition, types[0], types.Length > 1 ? types[1] : null, types.Length > 2 ? types[2] : null, types.Length > 3 ? types[3] : null);
        if (Instances.TryGetValue(key, out var known)) return known;
        return Instances.GetOrAdd(key, definition.MakeGenericMethod(types.ToArray()));
    }

    public static MethodInfo Generic(Type type, string name, params ReadOnlySpan<Type> types) => Generic(Method(type, name), types);

    /// <summary>Takes an object for what it is known to be; costs nothing.</summary>
    public static MethodInfo As(Type type) => Generic(UnsafeAs, type);

    private static readonly MethodInfo UnsafeAs = typeof(Unsafe).GetMethods().Single(m => m.Name == nameof(Unsafe.As) && m.GetGenericArguments().Length == 1);

    private static MissingMemberException Missing(Type type, string name) => new(type.FullName, name);
}
