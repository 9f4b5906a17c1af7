using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>
/// The newest run that found what the index knows, in a file of its own, which is small and changes with every run. Derived data. Immutable.
/// </summary>
/// <param name="Index">The checksum of the index's file.</param>
/// <param name="Run">The run.</param>
/// <param name="Runs">How many runs there were with it: another one may have another clock.</param>
/// <param name="Folders">The folders of results as they were when all results were there.</param>
internal sealed record LatestRun(Checksum Index, RunId Run, int Runs, FileStamp?[] Folders)
{
    private static ReadOnlySpan<byte> Header => "polyglot-latest-run 2\n"u8;

    /// <summary>The file.</summary>
    public byte[] Encode()
    {
        using var writer = new IndexWriter(Header);
        writer.Sum(Index);
        writer.Text(Run.ToString());
        writer.Number(Runs);
        writer.List(Folders, stamp =>
        {
            writer.Flag(stamp is not null);
            writer.Stamp(stamp.GetValueOrDefault());
        });
        return writer.Finish();
    }

    /// <summary>Reads a file; null for anything that is not a whole, undamaged one.</summary>
    public static LatestRun? Decode(ReadOnlyMemory<byte> file)
    {
        try
        {
            if (IndexReader.Of(file, Header) is not { } reader) return null;
            var index = reader.Sum();
            if (!RunId.TryParse(reader.Text(), out var run)) return null;
            var runs = reader.Number();
            var folders = reader.List<FileStamp?>(1 + (4 * sizeof(long)), () =>
            {
                var (isKnown, stamp) = (reader.Flag(), reader.Stamp());
                return isKnown ? stamp : null;
            });
            return folders.Length == ObjectFolders.Count && reader.IsAtEnd ? new(index, run, runs, folders) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
