using Polyglot.East;

namespace Polyglot.Bench;

/// <summary>
/// The formats of East values in this process: rates of beast2, and rates and peak memory of text and JSON. Rates are by processor time of
/// the whole process, collector included, so that a busy machine does not make them.
/// </summary>
internal static class EastFormats
{
    private const int Floats = 10_000_000;
    private const int Rows = 1_000_000;
    private const int Rounds = 5;

    public static void Run()
    {
        Console.WriteLine($"beast2: {Floats:N0} Floats, and {Rows:N0} rows of (Integer, Float, String)");
        Beast2Rates("Array<Float>", FloatArray(Floats));
        Beast2Rates("Array<Struct<id: Integer, x: Float, name: String>>", RowArray(Rows));
        Console.WriteLine("text and JSON through files: rates, and peak memory beside that of the value");
        foreach (var (type, value) in new[] { ("Array<Float>", FloatArray(12_500_000)), ("Array<Struct<id: Integer, x: Float, name: String>>", RowArray(Rows)) })
        {
            TextRates("text", TypeSyntax.Parse(type).Value, value, (file, t, v) => EastText.Print(file, t, v), (file, t) => EastText.Parse(t, file).Value);
            TextRates("json", TypeSyntax.Parse(type).Value, value, (file, t, v) => EastJson.Print(file, t, v), (file, t) => EastJson.Parse(t, file).Value);
        }
    }

    private static object FloatArray(int count) => EastArray.Wrap([.. Enumerable.Range(0, count).Select(i => i * 0.37 + 1)]);

    private static object RowArray(int count)
    {
        var row = (StructType)TypeSyntax.Parse("Struct<id: Integer, x: Float, name: String>").Value;
        return new EastArray<EastStruct>(Enumerable.Range(0, count).Select(i => EastStruct.Of(row, (long)i, i * 0.37, "name " + (i % 1000))));
    }

    private static void Beast2Rates(string friendly, object value)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var file = Beast2.Encode(type, value);
        Figures.Rate($"decode {friendly}", file.Length, Best(() => Beast2.Decode(file, type)));
        var decoded = Beast2.Decode(file, type).Value;
        var into = new byte[file.Length];
        Figures.Rate($"encode {friendly}", file.Length, Best(() => Write(into, type, decoded)));
        Figures.Rate($"verify {friendly}", file.Length, Best(() => Beast2.Verify(file, type)));
        Figures.Rate($"decode from a stream {friendly}", file.Length, Best(() => Beast2.Decode(new MemoryStream(file), type)));
    }

    private static void Write(byte[] into, EastType type, object value)
    {
        using var stream = new MemoryStream(into);
        if (Beast2.Write(stream, type, value) is { } error) throw new EncodeException(error);
    }

    private static void TextRates(string format, EastType type, object value, Action<Stream, EastType, object> print, Func<Stream, EastType, object> parse)
    {
        var own = OwnMemory(type, value);
        var path = Path.GetTempFileName();
        try
        {
            var printing = Measure(() =>
            {
                using var file = File.Create(path);
                print(file, type, value);
                return file;
            });
            Row($"{format} print {type}", new FileInfo(path).Length, printing, own);
            var parsing = Measure(() =>
            {
                using var file = File.OpenRead(path);
                return parse(file, type);
            });
            Row($"{format} read {type}", new FileInfo(path).Length, parsing, own);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Row(string what, long bytes, (double Seconds, long Peak) measured, long own) =>
        Console.WriteLine($"  {what,-70} {bytes / measured.Seconds / 1e6,6:0} MB/s   peak {measured.Peak / 1e6,6:0} MB = {(double)measured.Peak / own:0.0} x {own / 1e6:0} MB");

    /// <summary>What the value takes on the heap.</summary>
    private static long OwnMemory(EastType type, object value)
    {
        var file = Beast2.Encode(type, value);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var copy = Beast2.Decode(file, type).Value;
        var own = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(copy);
        return own;
    }

    /// <summary>The time, and the most that the heap grew, as a second thread sees it.</summary>
    private static (double Seconds, long Peak) Measure(Func<object> action)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var done = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            while (!done.Wait(2)) peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) - before);
        });
        watch.Start();
        var began = Environment.CpuUsage.TotalTime;
        GC.KeepAlive(action());
        var seconds = (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        done.Set();
        watch.Join();
        return (seconds, peak);
    }

    private static double Best(Action action)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            GC.Collect();
            var began = Environment.CpuUsage.TotalTime;
            action();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - began).TotalSeconds);
        }
        return best;
    }
}
