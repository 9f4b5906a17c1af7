using System.Reflection;
using System.Reflection.Emit;

namespace Polyglot.East;

/// <summary>Reads one Struct with typed fields.</summary>
internal delegate EastStruct RowReading(StructCodec codec, ref Beast2Reader from);

/// <summary>Writes one Struct; one whose fields are held otherwise goes back to the codec.</summary>
internal delegate void RowWriting(StructCodec codec, Beast2Writer to, EastStruct value);

/// <summary>
/// Code made for one Struct type, once many of its values have been seen: it reads into the class that compiled programs use
/// (<see cref="FieldStruct"/>) and writes from it, without boxing and without asking each field's codec for what a reader can do itself.
/// </summary>
internal static class RowCode
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The class that holds the fields, or null when there are none or too many.</summary>
    public static Type? ClassOf(TypeNode node) => FieldStruct.For([.. node.Parts.Select(part => part.Held.Type)]);

    public static RowReading Reading(TypeNode node, Type held)
    {
        var method = new DynamicMethod("ReadRow", typeof(EastStruct), [typeof(StructCodec), typeof(Beast2Reader).MakeByRefType()], typeof(RowCode).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Method<StructCodec>("get_Type"));
        for (var i = 0; i < node.Parts.Length; i++)
        {
            if (Primitive(node.Parts[i], "Read") is { } primitive)
            {
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Call, typeof(Beast2Reader).GetMethod(primitive, Any)!);
                continue;
            }
            LoadCodec(il, i);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Callvirt, Method<Beast2Codec>(nameof(Beast2Codec.ReadObject)));
            if (node.Parts[i].Held.Type.IsValueType) il.Emit(OpCodes.Unbox_Any, node.Parts[i].Held.Type);
        }
        il.Emit(OpCodes.Newobj, held.GetConstructors(Any).Single());
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<RowReading>();
    }

    public static RowWriting Writing(TypeNode node, Type held)
    {
        var method = new DynamicMethod("WriteRow", typeof(void), [typeof(StructCodec), typeof(Beast2Writer), typeof(EastStruct)], typeof(RowCode).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var row = il.DeclareLocal(held);
        var other = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Isinst, held);
        il.Emit(OpCodes.Stloc, row);
        il.Emit(OpCodes.Ldloc, row);
        il.Emit(OpCodes.Brfalse, other);
        for (var i = 0; i < node.Parts.Length; i++)
        {
            var part = node.Parts[i].Held.Type;
            var primitive = Primitive(node.Parts[i], "Write");
            if (primitive is null) LoadCodec(il, i);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldloc, row);
            il.Emit(OpCodes.Ldfld, held.GetField($"F{i + 1}", Any)!);
            if (primitive is not null)
            {
                if (!part.IsValueType) il.Emit(OpCodes.Castclass, part);
                il.Emit(OpCodes.Call, Method<Beast2Writer>(primitive));
                continue;
            }
            if (part.IsValueType) il.Emit(OpCodes.Box, part);
            il.Emit(OpCodes.Callvirt, Method<Beast2Codec>(nameof(Beast2Codec.WriteObject)));
        }
        il.Emit(OpCodes.Ret);
        il.MarkLabel(other);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, Method<StructCodec>(nameof(StructCodec.WriteFields)));
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<RowWriting>();
    }

    /// <summary>What the cursor itself does for a type.</summary>
    private static string? Primitive(TypeNode node, string direction) => node.Type.Kind switch
    {
        EastTypeKind.Integer or EastTypeKind.Float or EastTypeKind.String or EastTypeKind.Boolean => direction + node.Type.Kind,
        _ => null,
    };

    private static void LoadCodec(ILGenerator il, int field)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Method<StructCodec>("get_Fields"));
        il.Emit(OpCodes.Ldc_I4, field);
        il.Emit(OpCodes.Ldelem_Ref);
    }

    private static MethodInfo Method<T>(string name) => typeof(T).GetMethod(name, Any)!;
}
