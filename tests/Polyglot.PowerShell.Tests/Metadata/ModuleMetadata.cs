using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Polyglot.Testing;

namespace Polyglot.PowerShell.Tests.Metadata;

/// <summary>What an attribute was given. The attributes of the reference assembly keep nothing, so it is read from the metadata.</summary>
internal sealed class Given(CustomAttributeData data)
{
    public object? this[string name] => data.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;

    public IReadOnlyList<object?> Arguments { get; } = [.. data.ConstructorArguments.SelectMany(Values)];

    public bool Is(string name) => this[name] is true;

    public static IReadOnlyList<Given> Of<T>(MemberInfo member) where T : Attribute => [.. member.CustomAttributes.Where(a => a.AttributeType == typeof(T)).Select(a => new Given(a))];

    private static IEnumerable<object?> Values(CustomAttributeTypedArgument argument) =>
        argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> list ? list.SelectMany(Values) : [argument.Value];
}

/// <summary>What a parameter is in a parameter set, or in all of them.</summary>
internal sealed record ParameterUse(string? Set, bool IsMandatory, int? Position, bool FromPipeline, bool FromProperty, string? Help);

/// <summary>A parameter of a cmdlet as PowerShell sees it.</summary>
internal sealed record CmdletParameter(PropertyInfo Property, IReadOnlyList<ParameterUse> Uses)
{
    public string Name => Property.Name;

    public bool IsSwitch => Property.PropertyType == typeof(SwitchParameter);

    public IReadOnlyList<string> Aliases => [.. Given.Of<AliasAttribute>(Property).SelectMany(alias => alias.Arguments).Cast<string>()];

    public Type? Completer => Given.Of<ArgumentCompleterAttribute>(Property) is [var only] ? (Type?)only.Arguments[0] : null;

    /// <summary>What it is in a set; null where it is not in it.</summary>
    public ParameterUse? In(string? set) => Uses.FirstOrDefault(use => use.Set is null || use.Set == set);

    /// <summary>The type as people know it.</summary>
    public string TypeName
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;
            return type.Name;
        }
    }

    public static CmdletParameter? Of(PropertyInfo property) => Given.Of<ParameterAttribute>(property) is { Count: > 0 } attributes
        ? new(property, [.. attributes.Select(a => new ParameterUse((string?)a["ParameterSetName"], a.Is("Mandatory"), (int?)a["Position"], a.Is("ValueFromPipeline"), a.Is("ValueFromPipelineByPropertyName"), (string?)a["HelpMessage"]))])
        : null;
}

/// <summary>A cmdlet as PowerShell sees it.</summary>
internal sealed record CmdletMetadata(Type Type, string Verb, string Noun, bool ChangesThings, string? DefaultSet)
{
    public string Name => $"{Verb}-{Noun}";

    public IReadOnlyList<CmdletParameter> Parameters { get; } = [.. Type.GetProperties().Select(CmdletParameter.Of).OfType<CmdletParameter>().OrderBy(p => p.Name, StringComparer.Ordinal)];

    public IReadOnlyList<Type> Outputs => [.. Given.Of<OutputTypeAttribute>(Type).SelectMany(o => o.Arguments).OfType<Type>()];

    /// <summary>Its parameter sets, the default one first; one without a name where it has none.</summary>
    public IReadOnlyList<string?> Sets
    {
        get
        {
            var named = Parameters.SelectMany(p => p.Uses).Select(use => use.Set).Where(set => set is not null).Distinct().OrderBy(set => set != DefaultSet).ToList();
            return named.Count > 0 ? named : [null];
        }
    }

    public override string ToString() => Name;

    public static IReadOnlyList<CmdletMetadata> All { get; } =
    [
        .. typeof(PolyglotCmdlet).Assembly.GetTypes().SelectMany(type => Given.Of<CmdletAttribute>(type).Select(a => Of(type, a))).OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    private static CmdletMetadata Of(Type type, Given attribute) =>
        new(type, (string)attribute.Arguments[0]!, (string)attribute.Arguments[1]!, attribute.Is("SupportsShouldProcess"), (string?)attribute["DefaultParameterSetName"]);
}

/// <summary>The module's manifest, as far as tests look at it.</summary>
internal static partial class ModuleManifest
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "src", "Polyglot.PowerShell");

    public static string Text { get; } = File.ReadAllText(Path.Combine(Folder, "Polyglot.psd1"));

    /// <summary>The text of a key; fails where it is not there.</summary>
    public static string Value(string key) => Regex.Match(Text, $@"^ *{key} *= *'([^']*)'", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : throw new InvalidDataException($"no {key}");

    /// <summary>The texts of a key that holds a list.</summary>
    public static IReadOnlyList<string> List(string key)
    {
        var list = Regex.Match(Text, $@"^ *{key} *= *@\(([^)]*)\)", RegexOptions.Multiline);
        return list.Success ? [.. Quoted().Matches(list.Groups[1].Value).Select(m => m.Groups[1].Value)] : throw new InvalidDataException($"no {key}");
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
