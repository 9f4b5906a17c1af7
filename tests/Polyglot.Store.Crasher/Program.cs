using Polyglot.Store;
using Polyglot.Store.Crasher;

// A process for the tests to kill. It reports on standard output, a line at a time, what the repository has said is done.
using var repository = Repository.Open(args[1]);
switch (args[0])
{
    case "write":
        new Writer(repository, Console.Out, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)).Run();
        return 0;
    case "take":
        return await new Taker(repository, Console.Out, args[2], int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture)).RunAsync();
    case "use":
        return new User(repository, Console.Out, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture), int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture)).Run();
    default:
        return 64;
}
