namespace Polyglot.East;

/// <summary>What the builtins on Dicts say; keys come as East text.</summary>
internal static class DictMessages
{
    public const string ReduceEmpty = "Cannot reduce empty dictionary with no initial value";

    public static string HasKey(string key) => $"Dict already contains key {key}";

    public static string NoKey(string key) => $"Dict does not contain key {key}";
}
