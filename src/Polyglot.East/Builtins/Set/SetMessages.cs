namespace Polyglot.East;

/// <summary>What the builtins on Sets say; keys come as East text.</summary>
internal static class SetMessages
{
    public const string ReduceEmpty = "Cannot reduce empty set with no initial value";

    public static string HasKey(string key) => $"Set already contains key {key}";

    public static string NoKey(string key) => $"Set does not contain key {key}";
}
