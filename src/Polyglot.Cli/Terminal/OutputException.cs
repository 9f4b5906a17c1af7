namespace Polyglot.Cli.Terminal;

/// <summary>Standard output cannot be written to: it is told on standard error, also where problems are a document on standard output.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class OutputException(string message) : IOException(message);
