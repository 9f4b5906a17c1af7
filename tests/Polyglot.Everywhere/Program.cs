using System.Diagnostics;
using System.Globalization;
using Polyglot.Everywhere;
using Polyglot.Runners;

// dotnet run -c Release --project tests/Polyglot.Everywhere -- [programs, default 20000] [first seed, default 1] [runners, default node,python,julia]
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
string[] ids = args.Length > 2 ? args[2].Split(',') : ["node", "python", "julia"];
var home = Environment.GetEnvironmentVariable("POLYGLOT_HOME") ?? RunnerCatalog.FindInstallation(AppContext.BaseDirectory) ?? throw new InvalidOperationException("there is no runners.json");
var catalog = RunnerCatalog.Load(home, null, null, null, new Version(0, 1, 0));
var runners = new List<ResolvedRunner>();
foreach (var id in ids)
{
    var manifest = catalog.Find(id) ?? throw new InvalidOperationException(catalog.UnknownRunner(id));
    if (await new RunnerResolver().ResolveAsync(manifest, home, []) is RunnerResolution.Found found) runners.Add(found.Runner);
    else Console.Error.WriteLine($"{id} is not there");
}
var scratch = Directory.CreateTempSubdirectory("polyglot-everywhere-");
var (began, differences) = (Stopwatch.GetTimestamp(), 0);
try
{
    await using var host = new RunnerHost(new RunnerHostOptions { ScratchDirectory = scratch.FullName });
    var differential = new Differential(host, runners, scratch.FullName);
    for (var seed = first; seed < first + count; seed++)
    {
        if (seed % 100 == 0) Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{seed:N0} {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s "));
        if (await differential.CompareAsync(seed) is not { } found) continue;
        differences++;
        Console.WriteLine($"seed {seed}, {found.Runner}:\n{found.Code}\nexpected {found.Expected}\nbut was  {found.Actual}\n");
    }
    Console.Error.WriteLine();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{differential.Compared:N0} programs in {string.Join(", ", runners.Select(r => r.Id))} and .NET, {differential.Errors:N0} of them end with an error, {differences} differences, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
}
finally
{
    scratch.Delete(recursive: true);
}
return differences == 0 ? 0 : 1;
