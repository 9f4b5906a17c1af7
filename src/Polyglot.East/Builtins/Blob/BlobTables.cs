namespace Polyglot.East;

/// <summary>Tables as CSV, and back (spec 3.5).</summary>
internal static class BlobTables
{
    [Builtin("BlobDecodeCsv", "<T, Config>(Blob, Config) -> Array<T>")]
    public static EastArray<T> DecodeCsv<T, TConfig>(BuiltinSite site, EastBlob blob, TConfig config)
    {
        var decoded = EastCsv.Decode(site.Types[0], blob.Span, CsvConfig.Read(config));
        return decoded.IsSuccess ? (EastArray<T>)(object)decoded.Value : throw site.Fail(BlobMessages.DecodeCsv(decoded.Error.Message));
    }

    [Builtin("ArrayEncodeCsv", "<T, Config>(Array<T>, Config) -> Blob")]
    public static EastBlob EncodeCsv<T, TConfig>(BuiltinSite site, EastArray<T> rows, TConfig config)
    {
        var encoded = EastCsv.Encode(site.Types[0], rows.Select(row => row as EastStruct ?? throw site.Fail(NotATable(site))), CsvConfig.Write(config));
        return encoded.IsSuccess ? EastBlob.Wrap(encoded.Value) : throw site.Fail(BlobMessages.EncodeCsv(encoded.Error.Message));
    }

    private static string NotATable(BuiltinSite site) => BlobMessages.EncodeCsv(CsvMessages.NotATable(site.Types[0]));
}
