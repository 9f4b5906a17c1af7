using System.Globalization;
using System.Text;

namespace Polyglot.East;

/// <summary>
/// The references of East text: containers by the places they were read at. Fields with odd names are found both as printed and as
/// the reference's own reader registers them (spec 9, quirk 10).
/// </summary>
internal static class EastTextReferences
{
    /// <summary>Makes a place findable.</summary>
    public static void Enter(Place place)
    {
        if (place.Step is PlaceStep.Field)
        {
            place.Register("." + place.Name);
            if (!TypeText.IsPlain(place.Name)) place.Register($"[{QuotedText.Of(place.Name!)}]");
        }
        else
        {
            place.Register(place.Step is PlaceStep.Case ? "." + place.Name : EastTextPrinter.StepText(place));
        }
    }

    /// <summary>Makes a container findable, before its contents are read.</summary>
    public static void Define(TypeNode type, Place place, object container) => (place.Container, place.ContainerType) = (container, type);

    /// <summary>The container that a reference here means; null when there is no reference here.</summary>
    public static object? Read(EastTextScanner scanner, TypeNode type, Place place)
    {
        var start = scanner.Position;
        if (scanner.TryTakeReference() is not { } reference) return null;
        var sign = reference.IndexOf('#', StringComparison.Ordinal);
        var levels = reference[..sign];
        var depth = place.Depth;
        if (levels.Length == 0) levels = depth.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(levels, NumberStyles.None, CultureInfo.InvariantCulture, out var up) || up > depth)
            throw new EastTextFailure(EastTextMessages.InvalidReference(reference, levels, depth), start, place);
        var target = place.Up(up);
        foreach (var step in Steps(reference[(sign + 1)..]))
            if (target is not null && target.Inner?.TryGetValue(step, out target) != true) target = null;
        if (target?.Container is null || !TypeNode.HaveSameValues(target.ContainerType!, type))
            throw new EastTextFailure(EastTextMessages.UndefinedReference(reference), start, place);
        return target.Container;
    }

    /// <summary>The steps of a path, each as <see cref="Enter"/> registers it: backticks and their escapes are taken off.</summary>
    private static List<string> Steps(string path)
    {
        var steps = new List<string>();
        for (var start = 0; start < path.Length;)
        {
            var end = EastTextScanner.StepEnd(path, start);
            steps.Add(path.AsSpan(start).StartsWith(".`") ? "." + Unescaped(path[(start + 2)..(end - 1)]) : path[start..end]);
            start = end;
        }
        return steps;
    }

    private static string Unescaped(string quoted)
    {
        var name = new StringBuilder();
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            name.Append(quoted[i]);
        }
        return name.ToString();
    }
}
