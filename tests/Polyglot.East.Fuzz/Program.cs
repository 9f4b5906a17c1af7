using System.Diagnostics;
using System.Globalization;
using Polyglot.East.Fuzz;

// dotnet run -c Release --project tests/Polyglot.East.Fuzz -- [target|all] [inputs, default 1000000] [seed, default 1]
var name = args.Length > 0 ? args[0] : "all";
var inputs = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
var targets = Targets.All.Where(t => name == "all" || t.Name == name).ToList();
if (targets.Count == 0)
{
    Console.Error.WriteLine($"unknown target '{name}', expected all or one of: {string.Join(" ", Targets.All.Select(t => t.Name))}");
    return 2;
}
var failed = false;
foreach (var target in targets)
{
    var began = Stopwatch.GetTimestamp();
    var report = Fuzzer.Run(target, inputs, seed, i => Console.Error.Write($"\r{target.Name} {i:N0} "));
    Console.Error.WriteLine();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name,-8} {report.Inputs,10:N0} inputs, {report.Answers,5:N0} kinds of answers, slowest {report.Slowest.TotalMilliseconds:0} ms, largest {report.Largest / 1e6:0.0} MB beyond the input, {report.Failures.Count} failures, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
    foreach (var failure in report.Failures) Console.WriteLine("  " + failure);
    failed |= report.Failures.Count > 0;
}
return failed ? 1 : 0;
