using System.Globalization;

namespace Polyglot.East;

/// <summary>Where a CLR object is not what <see cref="ClrTypes"/> asks for.</summary>
/// <param name="Path">The place, such as <c>[3].ppm</c>; empty for the value itself.</param>
/// <param name="Expected">The East type there, possibly open.</param>
/// <param name="Found">What is there, in words.</param>
public sealed record ValueMismatch(string Path, EastType Expected, string Found)
{
    /// <summary><c>[3].ppm: expected Float, got a System.Int32</c>.</summary>
    public override string ToString() => $"{(Path.Length == 0 ? "" : Path + ": ")}expected {Expected}, got {Found}";
}

/// <summary>
/// Checks that CLR objects are values of an East type. Codecs trust their values and are quick; this is for values that come from code
/// which has no types to vouch for them.
/// </summary>
public static class ValueCheck
{
    /// <summary>The first mismatch, or null when the value is of the type. Ends for values that contain themselves.</summary>
    /// <param name="type">A closed type.</param>
    /// <param name="value">Anything.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static ValueMismatch? Find(EastType type, object? value) => new Walk().Visit(TypeNode.Of(type), value);

    private sealed class Walk
    {
        private readonly HashSet<(object, TypeNode)> _seen = new(new ByIdentity());
        private readonly List<string> _path = [];

        public ValueMismatch? Visit(TypeNode node, object? value)
        {
            var fits = node.Type.Kind switch
            {
                EastTypeKind.Never => false,
                EastTypeKind.Function or EastTypeKind.AsyncFunction => value is EastFunction function
                    && (!node.Type.IsClosed || function.Type.IsSubtypeOf(node.Type)),
                _ => node.Class.Type.IsInstanceOfType(value),
            };
            if (!fits) return Mismatch(node, value is null ? "null" : $"a {value.GetType()}");
            if (node.Parts.Length == 0 || !_seen.Add((value!, node))) return null;
            return node.Type switch
            {
                RefType => At("[]", node.Parts[0], ((IEastRef)value!).Value),
                ArrayType => VisitArray(node, (IEastArray)value!),
                SetType => VisitAll(node.Parts[0], ((IEastSet)value!).Keys),
                DictType => VisitDict(node, (IEastDict)value!),
                StructType type => VisitStruct(node, type, (EastStruct)value!),
                VariantType type => VisitVariant(node, type, (EastVariant)value!),
                _ => null,
            };
        }

        private ValueMismatch? VisitArray(TypeNode node, IEastArray array)
        {
            for (var i = 0; i < array.Count; i++)
                if (At(string.Create(CultureInfo.InvariantCulture, $"[{i}]"), node.Parts[0], array[i]) is { } mismatch) return mismatch;
            return null;
        }

        private ValueMismatch? VisitAll(TypeNode node, IEnumerable<object?> values)
        {
            foreach (var value in values)
                if (At("[]", node, value) is { } mismatch) return mismatch;
            return null;
        }

        private ValueMismatch? VisitDict(TypeNode node, IEastDict dict)
        {
            foreach (var (key, value) in dict.Entries)
                if ((At("[key]", node.Parts[0], key) ?? At($"[{EastText.Print(((DictType)node.Type).Key, key)}]", node.Parts[1], value)) is { } mismatch)
                    return mismatch;
            return null;
        }

        private ValueMismatch? VisitStruct(TypeNode node, StructType type, EastStruct value)
        {
            if (!value.Type.Fields.Select(f => f.Name).SequenceEqual(type.Fields.Select(f => f.Name))) return Mismatch(node, $"a {value.Type}");
            for (var i = 0; i < type.Fields.Length; i++)
                if (At("." + TypeText.Identifier(type.Fields[i].Name), node.Parts[i], value[i]) is { } mismatch) return mismatch;
            return null;
        }

        private ValueMismatch? VisitVariant(TypeNode node, VariantType type, EastVariant value)
        {
            var index = value.IndexIn(type);
            return index < 0
                ? Mismatch(node, $"the case .{TypeText.Identifier(value.Case)}")
                : At("." + TypeText.Identifier(value.Case), node.Parts[index], value.Payload);
        }

        private ValueMismatch? At(string step, TypeNode node, object? value)
        {
            _path.Add(step);
            var mismatch = Visit(node, value);
            _path.RemoveAt(_path.Count - 1);
            return mismatch;
        }

        private ValueMismatch Mismatch(TypeNode node, string found) => new(string.Concat(_path), node.Type, found);
    }

    private sealed class ByIdentity : IEqualityComparer<(object Value, TypeNode Node)>
    {
        public bool Equals((object Value, TypeNode Node) a, (object Value, TypeNode Node) b) =>
            ReferenceEquals(a.Value, b.Value) && ReferenceEquals(a.Node, b.Node);

        public int GetHashCode((object Value, TypeNode Node) pair) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Value), pair.Node);
    }
}
