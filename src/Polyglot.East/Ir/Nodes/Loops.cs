namespace Polyglot.East;

/// <summary>A loop; its own value is null.</summary>
public abstract class LoopNode : IrNode
{
    private protected LoopNode(EastType type, IrLocation location, IrLabel label, IrNode body) : base(type, location)
    {
        Label = label;
        Body = body;
    }

    /// <summary>The loop's name.</summary>
    public IrLabel Label { get; }

    /// <summary>Evaluated once an iteration, in a scope of its own.</summary>
    public IrNode Body { get; }
}

/// <summary>Repeats while a predicate holds.</summary>
public sealed class WhileNode(EastType type, IrLocation location, IrNode predicate, IrLabel label, IrNode body) : LoopNode(type, location, label, body)
{
    /// <summary>Evaluated before each iteration.</summary>
    public IrNode Predicate => predicate;
}

/// <summary>Visits the elements of an Array, which is locked meanwhile.</summary>
public sealed class ForArrayNode(EastType type, IrLocation location, IrNode array, IrLabel label, VariableNode key, VariableNode value, IrNode body)
    : LoopNode(type, location, label, body)
{
    /// <summary>Evaluated once.</summary>
    public IrNode Array => array;

    /// <summary>Bound to the index, an Integer from 0.</summary>
    public VariableNode Key => key;

    /// <summary>Bound to the element.</summary>
    public VariableNode Value => value;
}

/// <summary>Visits the keys of a Set in order; the set is locked meanwhile.</summary>
public sealed class ForSetNode(EastType type, IrLocation location, IrNode set, IrLabel label, VariableNode key, IrNode body)
    : LoopNode(type, location, label, body)
{
    /// <summary>Evaluated once.</summary>
    public IrNode Set => set;

    /// <summary>Bound to the key.</summary>
    public VariableNode Key => key;
}

/// <summary>Visits the entries of a Dict in order of the keys; the dict is locked meanwhile.</summary>
public sealed class ForDictNode(EastType type, IrLocation location, IrNode dict, IrLabel label, VariableNode key, VariableNode value, IrNode body)
    : LoopNode(type, location, label, body)
{
    /// <summary>Evaluated once.</summary>
    public IrNode Dict => dict;

    /// <summary>Bound to the key.</summary>
    public VariableNode Key => key;

    /// <summary>Bound to the value.</summary>
    public VariableNode Value => value;
}

/// <summary>Ends the enclosing loop of that name.</summary>
public sealed class BreakNode(EastType type, IrLocation location, IrLabel label) : IrNode(type, location)
{
    /// <summary>Which loop.</summary>
    public IrLabel Label => label;
}

/// <summary>Goes on with the next iteration of the enclosing loop of that name.</summary>
public sealed class ContinueNode(EastType type, IrLocation location, IrLabel label) : IrNode(type, location)
{
    /// <summary>Which loop.</summary>
    public IrLabel Label => label;
}
