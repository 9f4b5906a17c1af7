using System.Security.Cryptography;

namespace Polyglot.Store;

/// <summary>How ids are computed. Pure and thread-safe.</summary>
public static class Hashing
{
    // Keeps execution ids apart from the ids of objects and of anything hashed later (a different first line).
    private static ReadOnlySpan<byte> ExecutionTag => "polyglot execution 1\n"u8;

    /// <summary>The id of an object with these bytes.</summary>
    public static ObjectId Object(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        SHA256.HashData(bytes, hash);
        return ObjectId.FromBytes(hash);
    }

    /// <summary>
    /// The id of running <paramref name="task"/> on <paramref name="inputs"/>, whose order matters:
    /// SHA-256 over the line <c>polyglot execution 1</c>, the task id and the input ids, 32 bytes each.
    /// </summary>
    public static ExecutionId Execution(TaskId task, ReadOnlySpan<ObjectId> inputs)
    {
        var length = ExecutionTag.Length + Digest.Size + inputs.Length * Digest.Size;
        Span<byte> text = length <= 1024 ? stackalloc byte[length] : new byte[length];
        ExecutionTag.CopyTo(text);
        var at = ExecutionTag.Length;
        task.CopyTo(text[at..]);
        foreach (var input in inputs)
        {
            at += Digest.Size;
            input.CopyTo(text[at..]);
        }
        Span<byte> hash = stackalloc byte[Digest.Size];
        SHA256.HashData(text, hash);
        return ExecutionId.FromBytes(hash);
    }
}

/// <summary>Computes an <see cref="ObjectId"/> while bytes pass. Not thread-safe; usable again after <see cref="Finish"/>.</summary>
public sealed class ObjectHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many bytes have passed since the start or the last <see cref="Finish"/>.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>The id of all bytes so far; starts over.</summary>
    public ObjectId Finish()
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        _hash.GetHashAndReset(hash);
        Length = 0;
        return ObjectId.FromBytes(hash);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
