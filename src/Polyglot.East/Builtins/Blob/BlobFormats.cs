namespace Polyglot.East;

/// <summary>
/// Values as beast and beast2 files, and back (spec 3.1, 3.2). Files of programs may come from other East implementations, which leave
/// keys in any order (quirk 15), so any order is read.
/// </summary>
internal static class BlobFormats
{
    [Builtin("BlobEncodeBeast", "<T>(T) -> Blob")]
    public static EastBlob EncodeBeast<T>(BuiltinSite site, T value)
    {
        CheckBeast(site);
        return EastBlob.Wrap(Beast1.Encode(site.Types[0], value));
    }

    [Builtin("BlobDecodeBeast", "<T>(Blob) -> T")]
    public static T DecodeBeast<T>(BuiltinSite site, EastBlob blob)
    {
        CheckBeast(site);
        var decoded = Beast1.Decode(blob.Span, site.Types[0]);
        return decoded.IsSuccess ? (T)decoded.Value : throw site.Fail(BlobMessages.DecodeBeast(decoded.Error.Message));
    }

    [Builtin("BlobEncodeBeast2", "<T>(T) -> Blob")]
    public static EastBlob EncodeBeast2<T>(BuiltinSite site, T value)
    {
        try
        {
            return EastBlob.Wrap(Beast2.Encode(site.Types[0], value));
        }
        catch (EncodeException e)
        {
            throw site.Fail(e.Message, e);
        }
    }

    [Builtin("BlobDecodeBeast2", "<T>(Blob) -> T")]
    public static T DecodeBeast2<T>(BuiltinSite site, EastBlob blob)
    {
        var decoded = Beast2.Decode(blob.Span, site.Types[0], KeyOrder.Any, EastRun.Current?.Functions);
        return decoded.IsSuccess ? (T)decoded.Value : throw site.Fail(BlobMessages.DecodeBeast2(decoded.Error.Message));
    }

    private static void CheckBeast(BuiltinSite site)
    {
        if (Beast1.Unsupported(site.Types[0]) is { } problem) throw site.Fail(problem);
    }
}
