namespace Polyglot.East;

/// <summary>The bytes that a binary file begins with.</summary>
internal static class MagicBytes
{
    /// <summary>What is wrong with the beginning of a file, or null.</summary>
    public static DecodeError? Check(ReadOnlySpan<byte> file, ReadOnlySpan<byte> magic)
    {
        if (file.Length < magic.Length) return new DecodeError(Beast2Messages.TooShort(file.Length), 0);
        for (var i = 0; i < magic.Length; i++)
            if (file[i] != magic[i]) return new DecodeError(Beast2Messages.BadMagic(i, magic[i], file[i]), i);
        return null;
    }
}
