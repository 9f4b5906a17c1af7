namespace Polyglot.East.Fuzz;

/// <summary>A decoder under test.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Seeds">Inputs that it reads, with the index of each one's seed.</param>
/// <param name="Words">Pieces of the format's language.</param>
/// <param name="Run">
/// Decodes an input made from the seed of that index, and what comes of it further. Gives what happened in a few words, without numbers:
/// inputs with a new answer join the corpus. Throws when something is wrong that must not be.
/// </param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<(byte[] Input, int Seed)> Seeds, byte[][] Words, Func<byte[], int, string> Run);

/// <summary>A decoder broke its promise.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
