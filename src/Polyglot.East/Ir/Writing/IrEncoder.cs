using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>
/// Writes nodes as beast2, straight from <see cref="IrNode"/>. Lists share the table of the value that the writer is writing. Nesting
/// beyond the limit is thrown as <see cref="Beast2Refusal"/>.
/// </summary>
internal sealed class IrEncoder(Beast2Writer to)
{
    public void Write(IrNode node)
    {
        to.Enter();
        to.Enter();
        to.WriteVarint((ulong)IrKinds.Of(node));
        WriteType(node.Spelling, node.Type);
        WriteLocation(node.Location);
        WriteRest(node);
        to.Leave();
        to.Leave();
    }

    private void WriteRest(IrNode node)
    {
        switch (node)
        {
            case ConversionNode n: Write(n.Value); break;
            case AssignNode n: WriteMany(n.Variable, n.Value); break;
            case LetNode n: WriteMany(n.Variable, n.Value); break;
            case FunctionNode n:
                WriteList(n.Captures, Write);
                WriteList(n.Parameters, Write);
                Write(n.Body);
                break;
            case BlockNode n: WriteList(n.Statements, Write); break;
            case BreakNode n: WriteLabel(n.Label); break;
            case ContinueNode n: WriteLabel(n.Label); break;
            case BuiltinNode n:
                to.WriteString(n.Builtin);
                WriteTypes(n.SpelledParameters, n.TypeParameters);
                WriteList(n.Arguments, Write);
                break;
            case CallNode n:
                Write(n.Function);
                WriteList(n.Arguments, Write);
                break;
            case ErrorNode n: Write(n.Message); break;
            case LoopNode n: WriteLoop(n); break;
            case GetFieldNode n: WriteNamed(n.Name, n.Struct); break;
            case IfElseNode n:
                WriteList(n.Branches, b => WriteMany(b.Predicate, b.Body));
                Write(n.Else);
                break;
            case MatchNode n:
                Write(n.Variant);
                WriteList(n.Cases, WriteCase);
                break;
            case NewArrayNode n: WriteList(n.Values, Write); break;
            case NewSetNode n: WriteList(n.Values, Write); break;
            case NewDictNode n: WriteList(n.Entries, e => WriteMany(e.Key, e.Value)); break;
            case NewRefNode n: Write(n.Value); break;
            case PlatformNode n:
                to.WriteString(n.Name);
                WriteList(n.Arguments, Write);
                to.WriteByte(n.IsAsync ? (byte)1 : (byte)0);
                break;
            case ReturnNode n: Write(n.Value); break;
            case StructNode n: WriteList(n.Fields, f => WriteNamed(f.Name, f.Value)); break;
            case TryCatchNode n: WriteMany(n.Try, n.Catch, n.Message, n.Stack, n.Finally); break;
            case ValueNode n: WriteLiteral(n.Value); break;
            case VariableNode n:
                to.WriteString(n.Name);
                to.WriteByte(n.IsMutable ? (byte)1 : (byte)0);
                to.WriteByte(n.IsCaptured ? (byte)1 : (byte)0);
                break;
            case VariantNode n: WriteNamed(n.Case, n.Value); break;
        }
    }

    private void WriteLoop(LoopNode loop)
    {
        Write(loop switch
        {
            WhileNode n => n.Predicate,
            ForArrayNode n => n.Array,
            ForDictNode n => n.Dict,
            _ => ((ForSetNode)loop).Set,
        });
        WriteLabel(loop.Label);
        switch (loop)
        {
            case ForArrayNode n: WriteMany(n.Key, n.Value); break;
            case ForDictNode n: WriteMany(n.Key, n.Value); break;
            case ForSetNode n: Write(n.Key); break;
        }
        Write(loop.Body);
    }

    private void WriteMany(params ReadOnlySpan<IrNode> nodes)
    {
        foreach (var node in nodes) Write(node);
    }

    private void WriteNamed(string name, IrNode node)
    {
        to.WriteString(name);
        Write(node);
    }

    private void WriteCase(MatchCase item)
    {
        to.WriteString(item.Case);
        Write(item.Variable);
        Write(item.Body);
    }

    private void WriteLabel(IrLabel label)
    {
        to.WriteString(label.Name);
        WriteLocation(label.Location);
    }

    private void WriteLocation(IrLocation location)
    {
        to.WriteString(location.File);
        to.WriteInteger(location.Line);
        to.WriteInteger(location.Column);
    }

    private void WriteLiteral(object value)
    {
        switch (value)
        {
            case EastBlob blob:
                to.WriteByte(0);
                to.WriteVarint((ulong)blob.Length);
                to.WriteRaw(blob.Span);
                break;
            case bool boolean:
                to.WriteByte(1);
                to.WriteByte(boolean ? (byte)1 : (byte)0);
                break;
            case EastDateTime instant:
                to.WriteByte(2);
                to.WriteInteger(instant.Milliseconds);
                break;
            case double number:
                to.WriteByte(3);
                to.WriteFloat(number);
                break;
            case long number:
                to.WriteByte(4);
                to.WriteInteger(number);
                break;
            case EastNull:
                to.WriteByte(5);
                break;
            default:
                to.WriteByte(6);
                to.WriteString((string)value);
                break;
        }
    }

    /// <summary>The list's own array is its identity. Lists of other code may be one shared empty array, which is then not one list.</summary>
    private void WriteList<T>(ImmutableArray<T> list, Action<T> write)
        where T : class
    {
        var array = ImmutableCollectionsMarshal.AsArray(list)!;
        object identity = array.Length == 0 && ReferenceEquals(array, Array.Empty<T>()) ? new object() : array;
        if (!to.BeginContainer(identity, mayRecur: true, hasNoContents: false)) return;
        to.Enter();
        to.WriteVarint((ulong)array.Length);
        foreach (var item in array) write(item);
        to.Leave();
        to.EndContainer(identity, mayRecur: true);
    }

    private void WriteTypes(SpelledList? spelled, ImmutableArray<EastType> types)
    {
        object identity = spelled ?? new object();
        if (!to.BeginContainer(identity, mayRecur: true, hasNoContents: false)) return;
        to.WriteVarint((ulong)types.Length);
        for (var i = 0; i < types.Length; i++) WriteType(spelled?.Items[i], types[i]);
        to.EndContainer(identity, mayRecur: true);
    }

    private void WriteNames(SpelledList? spelled, ReadOnlySpan<(string Name, EastType Type)> parts)
    {
        object identity = spelled ?? new object();
        if (!to.BeginContainer(identity, mayRecur: true, hasNoContents: false)) return;
        to.WriteVarint((ulong)parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            to.WriteString(parts[i].Name);
            WriteType(spelled?.Items[i], parts[i].Type);
        }
        to.EndContainer(identity, mayRecur: true);
    }

    private void WriteType(TypeSpelling? spelling, EastType type)
    {
        to.WriteVarint((ulong)type.Kind);
        if (type is PrimitiveType) return;
        to.Enter();
        switch (type)
        {
            case RefType t: WriteType(spelling?.Part, t.Content); break;
            case ArrayType t: WriteType(spelling?.Part, t.Element); break;
            case SetType t: WriteType(spelling?.Part, t.Key); break;
            case DictType t:
                WriteType(spelling?.Part, t.Key);
                WriteType(spelling?.Value, t.Value);
                break;
            case StructType t: WriteNames(spelling?.List, [.. t.Fields.Select(f => (f.Name, f.Type))]); break;
            case VariantType t: WriteNames(spelling?.List, [.. t.Cases.Select(c => (c.Name, c.Type))]); break;
            case FunctionType t:
                WriteTypes(spelling?.List, t.Inputs);
                WriteType(spelling?.Part, t.Output);
                break;
            case RecursiveType t: to.WriteInteger(t.Levels); break;
        }
        to.Leave();
    }
}
