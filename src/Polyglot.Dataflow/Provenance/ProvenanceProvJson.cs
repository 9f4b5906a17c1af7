using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polyglot.Store;

namespace Polyglot.Dataflow.Provenance;

/// <summary>
/// Provenance as PROV-JSON (W3C member submission of 24 April 2013): objects are entities, executions are activities, runners are software
/// agents. Pure.
/// </summary>
public static class ProvenanceProvJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The document.</summary>
    public static string Write(ProvenanceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("prefix");
            writer.WriteString("object", "urn:polyglot:object:");
            writer.WriteString("execution", "urn:polyglot:execution:");
            writer.WriteString("runner", "urn:polyglot:runner:");
            writer.WriteString("polyglot", "urn:polyglot:terms:");
            writer.WriteEndObject();
            WriteEntities(writer, graph);
            WriteActivities(writer, graph);
            WriteAgents(writer, graph);
            WriteRelations(writer, graph);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteEntities(Utf8JsonWriter writer, ProvenanceGraph graph)
    {
        writer.WriteStartObject("entity");
        foreach (var known in graph.Objects)
        {
            writer.WriteStartObject(Entity(known.Id));
            writer.WriteString("polyglot:sha256", known.Id.ToString());
            if (known.Names.Count > 0) writer.WriteString("prov:label", known.Names[0]);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteActivities(Utf8JsonWriter writer, ProvenanceGraph graph)
    {
        writer.WriteStartObject("activity");
        foreach (var making in graph.Makings)
        {
            writer.WriteStartObject(Activity(making));
            writer.WriteString("prov:startTime", Time(making.StartedAt));
            writer.WriteString("prov:endTime", Time(making.EndedAt));
            writer.WriteString("prov:label", making.Name);
            writer.WriteString("polyglot:dataflow", making.Dataflow);
            writer.WriteString("polyglot:run", making.Run.ToString());
            if (making.Task is { } task) writer.WriteString("polyglot:task", task.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteAgents(Utf8JsonWriter writer, ProvenanceGraph graph)
    {
        writer.WriteStartObject("agent");
        foreach (var making in graph.Makings.Where(m => m.Runner.Length > 0).DistinctBy(Agent))
        {
            writer.WriteStartObject(Agent(making));
            writer.WriteStartObject("prov:type");
            writer.WriteString("$", "prov:SoftwareAgent");
            writer.WriteString("type", "xsd:QName");
            writer.WriteEndObject();
            writer.WriteString("prov:label", $"{making.Runner} {making.RunnerVersion}".TrimEnd());
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteRelations(Utf8JsonWriter writer, ProvenanceGraph graph)
    {
        var number = 0;
        writer.WriteStartObject("used");
        foreach (var making in graph.Makings)
            foreach (var (used, isProgram) in making.Inputs.Select(u => (u, false)).Concat(making.Files.Select(u => (u, true))))
            {
                writer.WriteStartObject(Blank("u", ++number));
                writer.WriteString("prov:activity", Activity(making));
                writer.WriteString("prov:entity", Entity(used.Id));
                writer.WriteString("prov:role", isProgram ? $"program {used.Name}" : used.Name);
                writer.WriteEndObject();
            }
        writer.WriteEndObject();
        number = 0;
        writer.WriteStartObject("wasGeneratedBy");
        foreach (var making in graph.Makings)
        {
            writer.WriteStartObject(Blank("g", ++number));
            writer.WriteString("prov:entity", Entity(making.Output));
            writer.WriteString("prov:activity", Activity(making));
            writer.WriteString("prov:time", Time(making.EndedAt));
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        number = 0;
        writer.WriteStartObject("wasAssociatedWith");
        foreach (var making in graph.Makings.Where(m => m.Runner.Length > 0))
        {
            writer.WriteStartObject(Blank("a", ++number));
            writer.WriteString("prov:activity", Activity(making));
            writer.WriteString("prov:agent", Agent(making));
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static string Entity(ObjectId id) => $"object:{id}";

    private static string Activity(Making making) => $"execution:{making.Execution}";

    // The local part of a qualified name: what could be read otherwise is written as its code.
    private static string Agent(Making making)
    {
        var text = new StringBuilder("runner:");
        foreach (var b in Encoding.UTF8.GetBytes($"{making.Runner}-{making.RunnerVersion}"))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_') text.Append((char)b);
            else text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return text.ToString();
    }

    private static string Blank(string letter, int number) => string.Create(CultureInfo.InvariantCulture, $"_:{letter}{number}");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
