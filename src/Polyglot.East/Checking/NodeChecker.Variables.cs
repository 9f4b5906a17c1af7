namespace Polyglot.East;

/// <summary>Variables: binding, reading, overwriting.</summary>
internal sealed partial class NodeChecker
{
    private EastType? CheckVariable(VariableNode node)
    {
        if (Scope.Find(node.Name) is { } binding) return Known(node, Agrees(node, binding));
        Report(node, ExistsOutside(node.Name) ? CheckMessages.NotCaptured(node.Name) : CheckMessages.Undefined(node.Name));
        Bind(node);
        return null;
    }

    private EastType? CheckLet(LetNode node)
    {
        Expect(node.Value, node.Variable.Type, $"the value of '{node.Variable.Name}'");
        Bind(node.Variable);
        return Known(node, Says(node, EastType.Null, "Let"));
    }

    private EastType? CheckAssign(AssignNode node)
    {
        var name = node.Variable.Name;
        Expect(node.Value, node.Variable.Type, $"the value of '{name}'");
        if (CheckVariable(node.Variable) is not null && !node.Variable.IsMutable) Report(node, CheckMessages.NotMutable(name));
        return Known(node, Says(node, EastType.Null, "Assign"));
    }

    private void Bind(VariableNode variable) => Scope.Bind(variable.Name, new Binding(variable.Type, variable.IsMutable));

    /// <summary>A name that a construct of the language binds, with the type that it gives it.</summary>
    private void Bind(VariableNode variable, EastType? type, string what)
    {
        if (type is not null && !variable.Type.Equals(type)) Report(variable, CheckMessages.Mismatch(what, type, variable.Type));
        Bind(variable);
    }

    private bool Agrees(VariableNode node, Binding binding)
    {
        if (!node.Type.Equals(binding.Type))
        {
            Report(node, CheckMessages.VariableType(node.Name, binding.Type, node.Type));
            return false;
        }
        if (node.IsMutable == binding.IsMutable) return true;
        Report(node, CheckMessages.VariableMutable(node.Name, binding.IsMutable));
        return false;
    }

    private bool ExistsOutside(string name)
    {
        for (var scope = Scope.Outer; scope is not null; scope = scope.Outer)
            if (scope.Find(name) is not null) return true;
        return false;
    }
}
