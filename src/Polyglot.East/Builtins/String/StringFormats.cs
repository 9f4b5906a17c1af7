namespace Polyglot.East;

/// <summary>Values as East text and as JSON, and back (spec 3.3, 3.4).</summary>
internal static class StringFormats
{
    [Builtin("Print", "<T>(T) -> String")]
    public static string Print<T>(BuiltinSite site, T value) => site.Print(0, value);

    [Builtin("Parse", "<T>(String) -> T")]
    public static T Parse<T>(BuiltinSite site, string text)
    {
        var parsed = EastText.Parse(site.Types[0], text);
        return parsed.IsSuccess ? (T)parsed.Value : throw site.Fail(StringMessages.Parse(site.Types[0], parsed.Error));
    }

    [Builtin("StringPrintJSON", "<T>(T) -> String")]
    public static string PrintJson<T>(BuiltinSite site, T value)
    {
        CheckJson(site);
        return EastJson.Print(site.Types[0], value);
    }

    [Builtin("StringParseJSON", "<T>(String) -> T")]
    public static T ParseJson<T>(BuiltinSite site, string text)
    {
        CheckJson(site);
        var parsed = EastJson.Parse(site.Types[0], text);
        return parsed.IsSuccess ? (T)parsed.Value : throw site.Fail(EastJson.Explain(site.Types[0], parsed.Error));
    }

    private static void CheckJson(BuiltinSite site)
    {
        if (!site.Types[0].IsData) throw site.Fail(EastJsonMessages.NoFunctions(site.Types[0]));
    }
}
