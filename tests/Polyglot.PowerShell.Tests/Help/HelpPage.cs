using System.Text.RegularExpressions;
using Polyglot.PowerShell.Tests.Metadata;

namespace Polyglot.PowerShell.Tests.Help;

/// <summary>An example of a help page.</summary>
internal sealed record HelpExample(string Title, string Code, string Remarks);

/// <summary>What people wrote about a cmdlet: <c>src/Polyglot.PowerShell/Help/Verb-Noun.md</c>.</summary>
internal sealed partial record HelpPage(string Name, string Synopsis, IReadOnlyList<string> Description, IReadOnlyList<HelpExample> Examples)
{
    public static string Folder { get; } = Path.Combine(ModuleManifest.Folder, "Help");

    public static HelpPage Read(string cmdlet)
    {
        var sections = SectionStart().Split(File.ReadAllText(Path.Combine(Folder, cmdlet + ".md")).ReplaceLineEndings("\n"));
        var paragraphs = sections[0].Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var examples = sections.Skip(1).Select(section => Example().Match(section)).ToList();
        if (examples.Exists(match => !match.Success)) throw new InvalidDataException($"{cmdlet}.md: an example is a title, a block of powershell and a remark");
        return new HelpPage(
            paragraphs[0].TrimStart('#', ' '), paragraphs[1], paragraphs[2..], [.. examples.Select(match => new HelpExample(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value.Trim()))]);
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"\A(.+)\n\n```powershell\n(.*?)\n```\n\n(.+)\z", RegexOptions.Singleline)]
    private static partial Regex Example();
}
