using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads one entry of <c>inputs</c>.</summary>
internal static class InputReader
{
    public static readonly IReadOnlyList<(string Text, FileFormat Value)> Formats =
    [
        ("raw", FileFormat.Raw), ("beast2", FileFormat.Beast2), ("east", FileFormat.East), ("json", FileFormat.Json), ("csv", FileFormat.Csv),
    ];

    public static ProjectInput? Read(MapEntry entry, ProblemList problems)
    {
        if (!ProjectReader.CheckName(entry.Key, "an input", entry.KeyPosition, problems)) return null;
        if (MapReader.Of(entry.Value, $"the input `{entry.Key}`", problems) is not { } map) return null;
        var file = map.Take("file");
        var value = map.Take("value");
        var from = map.Take("from");
        var given = new[] { file, value, from }.Count(node => node is not null);
        if (given != 1) problems.Add(entry.KeyPosition, ProjectMessages.OneSource(given), ProjectMessages.InputShapeNext);
        map.TakeText("description");
        var type = TakeType(map, from is not null, entry.KeyPosition, problems);
        var format = map.TakeOneOf("format", Formats);
        if (map.Take("format") is { } written && file is null && given == 1)
            problems.Add(written.Position, ProjectMessages.NotAllowedWith("format", value is null ? "from" : "value"));
        map.Finish();
        if (given != 1) return null;
        InputSource? source = from is not null ? ReadFrom(from, problems)
            : type is null ? null
            : value is not null ? new ValueSource(value, type)
            : ReadFile(file!, type, format, problems);
        return source is null ? null : new(entry.Key, source, entry.KeyPosition);
    }

    private static EastType? TakeType(MapReader map, bool isFrom, SourcePosition at, ProblemList problems)
    {
        if (map.Take("type") is not { } node)
        {
            if (!isFrom) problems.Add(at, ProjectMessages.MissingType, ProjectMessages.MissingTypeNext);
            return null;
        }
        if (isFrom)
        {
            problems.Add(node.Position, ProjectMessages.NotAllowedWith("type", "from"));
            return null;
        }
        return map.TakeText("type") is { } text ? TypeField.Read(text, problems) : null;
    }

    private static FromSource? ReadFrom(DocumentNode node, ProblemList problems)
    {
        if (MapReader.Text(node, "from", problems) is not { } text) return null;
        var dot = text.Text.IndexOf('.');
        if (dot > 0 && dot < text.Text.Length - 1 && Names.IsValid(text.Text.AsSpan(0, dot)))
            return new(text.Text[..dot], text.Text[(dot + 1)..], text.Position);
        problems.Add(text.Position, ProjectMessages.BadFrom(text.Text), ProjectMessages.FromNext);
        return null;
    }

    private static FileSource? ReadFile(DocumentNode node, EastType type, FileFormat? format, ProblemList problems)
    {
        if (MapReader.Text(node, "file", problems) is not { } path) return null;
        var isContent = type.Kind is EastTypeKind.Blob or EastTypeKind.String;
        var chosen = format ?? (isContent ? FileFormat.Raw : ByExtension(path.Text));
        switch (chosen)
        {
            case null:
                problems.Add(path.Position, ProjectMessages.UnknownFormat(path.Text),
                    ProjectMessages.UnknownFormatNext(Formats.Where(f => f.Value != FileFormat.Raw).Select(f => f.Text)));
                return null;
            case FileFormat.Raw when !isContent:
                problems.Add(path.Position, ProjectMessages.RawNeedsBlob(type.ToString()));
                return null;
            case FileFormat.Csv when type is not ArrayType { Element: StructType }:
                problems.Add(path.Position, ProjectMessages.CsvNeedsTable(type.ToString()), ProjectMessages.CsvTypeNext);
                return null;
            default:
                return new(path.Text, type, chosen.Value, path.Position);
        }
    }

    /// <summary>The format that a file name's extension stands for, or null.</summary>
    public static FileFormat? ByExtension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".beast2" => FileFormat.Beast2,
        ".east" => FileFormat.East,
        ".json" => FileFormat.Json,
        ".csv" => FileFormat.Csv,
        _ => null,
    };
}
