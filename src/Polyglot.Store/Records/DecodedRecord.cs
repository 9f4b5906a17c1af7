namespace Polyglot.Store;

/// <summary>What decoding a record gave: exactly one of <paramref name="Value"/> and <paramref name="Problem"/> is null.</summary>
/// <param name="Value">The record.</param>
/// <param name="Problem">What is wrong, in which file, and what to do.</param>
public readonly record struct DecodedRecord<T>(T? Value, string? Problem)
    where T : class;
