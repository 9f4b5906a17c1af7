using Polyglot.Bench;

// dotnet run -c Release --project bench/Polyglot.Bench -- [warm] [isolation] [hit] [codec] [hash] [east] [east-formats]
string[] all = ["warm", "isolation", "hit", "codec", "hash", "east", "east-formats"];
foreach (var name in args.Length == 0 ? all : args)
{
    switch (name)
    {
        case "warm": await WarmTasks.RunAsync().ConfigureAwait(false); break;
        case "isolation": await Isolation.RunAsync().ConfigureAwait(false); break;
        case "hit": await CacheHits.RunAsync().ConfigureAwait(false); break;
        case "codec": await Codecs.RunAsync().ConfigureAwait(false); break;
        case "east-formats": EastFormats.Run(); break;
        case "hash": Hashes.Run(); break;
        case "east": EastCode.Run(); break;
        default:
            Console.Error.WriteLine($"unknown benchmark '{name}', expected some of: {string.Join(" ", all)}");
            return 2;
    }
    Console.WriteLine();
}
Console.WriteLine($"What was measured is in {Path.Combine(Path.GetTempPath(), "polyglot-bench-*")}: remove it when nothing more is to be measured.");
return 0;
