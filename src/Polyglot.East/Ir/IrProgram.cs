using System.Security.Cryptography;

namespace Polyglot.East;

/// <summary>A program: a function without captures, known by the hash of its bytes. Immutable and thread-safe.</summary>
public sealed class IrProgram
{
    internal IrProgram(FunctionNode root, ReadOnlySpan<byte> value)
    {
        Root = root;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(IrTypes.Header);
        hash.AppendData(value);
        Id = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The outermost node: no captures.</summary>
    public FunctionNode Root { get; }

    /// <summary>
    /// SHA-256, in lower-case hex, of the program's beast2 file: the one that was read, or, of a program read from JSON or text, the one
    /// that stands for the same value. The same program in any format has the same id.
    /// </summary>
    public string Id { get; }

    /// <summary>A program made by code rather than read.</summary>
    /// <exception cref="ArgumentException">The function has captures.</exception>
    /// <exception cref="EncodeException">It is nested too deeply to be written.</exception>
    public static IrProgram Of(FunctionNode root)
    {
        if (root.Captures.Length > 0) throw new ArgumentException(IrMessages.HasCaptures, nameof(root));
        return new IrProgram(root, IrWriter.ToValueBytes(root));
    }
}
