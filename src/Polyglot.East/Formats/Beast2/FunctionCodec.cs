namespace Polyglot.East;

/// <summary>A function: the headerless program text of its own node, whose lists share the table of the value (spec 3.1, "Functions as values").</summary>
internal sealed class FunctionCodec(TypeNode node) : Beast2Codec<EastFunction>(node, 1)
{
    public override void Write(Beast2Writer to, EastFunction value)
    {
        if (!to.TakesFunctions || value.Node is not { Captures.Length: 0 }) throw new Beast2Refusal();
        to.Programs.Write(value.Node);
    }

    public override EastFunction Read(ref Beast2Reader from)
    {
        var start = from.Position;
        if (from.Functions is not { } maker) throw new Beast2Failure(Beast2Messages.FunctionValue(start), start);
        var text = ReadText(ref from);
        return maker.TryMake(text, out var function, out var problem)
            ? function
            : throw new Beast2Failure(Beast2Messages.NotCompiled(problem), start);
    }

    public override void Skip(ref Beast2Reader from)
    {
        if (from.Functions is null) throw new Beast2Failure(Beast2Messages.FunctionValue(from.Position), from.Position);
        ReadText(ref from);
    }

    private FunctionNode ReadText(ref Beast2Reader from)
    {
        var start = from.Position;
        var type = (FunctionType)Node.Type;
        var text = from.Programs.ReadFunction(ref from, type.IsAsync);
        if (text.Captures.Length > 0) throw new Beast2Failure(Beast2Messages.NotCompiled(IrMessages.HasCaptures), start);
        var found = TypeNode.Of(text.Type);
        return Subtyping.Holds(found, Node) || TypeNode.HaveSameValues(found, Node)
            ? text
            : throw new Beast2Failure(Beast2Messages.TypeMismatch(type, text.Type), start);
    }
}
