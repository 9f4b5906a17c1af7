using System.Text;

namespace Polyglot.Store;

/// <summary>A file that holds one id: 64 lower-case hex digits and a newline. Anything else is damaged.</summary>
internal static class IdFile
{
    public const int Length = Digest.HexLength + 1;

    /// <summary>What a file holds; <paramref name="exists"/> tells a damaged file from none.</summary>
    public static ObjectId? Read(FileSystem files, string path, out bool exists)
    {
        Span<byte> buffer = stackalloc byte[Length + 1];
        var length = files.ReadSmall(path, buffer);
        exists = length >= 0;
        return length == Length && buffer[Length - 1] == '\n' && ObjectId.TryParse(buffer[..Digest.HexLength], out var id) ? id : null;
    }

    /// <summary>Replaces a file in one step, by way of <paramref name="temp"/>. NoFolder where the file's folder is not there; then <paramref name="temp"/> is gone.</summary>
    public static FileOutcome Write(FileSystem files, string temp, string path, ObjectId id)
    {
        Span<char> text = stackalloc char[Length];
        id.Digest.Format(text);
        text[^1] = '\n';
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(text, bytes);
        if (files.Create(temp, bytes, readOnly: false) != FileOutcome.Done) throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(temp));
        var outcome = files.Rename(temp, path);
        if (outcome != FileOutcome.Done) files.Delete(temp);
        return outcome;
    }
}
