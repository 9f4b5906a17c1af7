using System.Text;

namespace Polyglot.East.Tests;

public sealed class BlobBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("BlobSize");

    [TestCase("c3a9", "é")]
    [TestCase("efbbbf61", "a")]
    [TestCase("efbbbfefbbbf61", "\ufeffa")]
    [TestCase("", "")]
    public void UTF_8_is_read_without_its_mark(string hex, string text) => Assert.That(BlobBytes.DecodeUtf8(Site, Blob(hex)), Is.EqualTo(text));

    [TestCase("ff")]
    [TestCase("eda080")]
    [TestCase("c080")]
    [TestCase("f4908080")]
    public void What_is_not_UTF_8_is_an_East_error(string hex) => Sites.Fails(BlobMessages.NotUtf8, () => BlobBytes.DecodeUtf8(Site, Blob(hex)));

    [TestCase("fffe6100", "a")]
    [TestCase("feff0061", "a")]
    [TestCase("6100", "a")]
    [TestCase("fffefffe6100", "a")]
    [TestCase("fffefeff", "\ufffe")]
    [TestCase("3dd800de", "😀")]
    [TestCase("", "")]
    public void UTF_16_is_read_in_the_order_its_mark_says(string hex, string text) => Assert.That(BlobBytes.DecodeUtf16(Site, Blob(hex)), Is.EqualTo(text));

    [TestCase("610062")]
    [TestCase("00d8")]
    [TestCase("00dc6100")]
    public void What_is_not_UTF_16_is_an_East_error(string hex) => Sites.Fails(BlobMessages.NotUtf16, () => BlobBytes.DecodeUtf16(Site, Blob(hex)));

    [Test]
    public void Bytes_are_read_within_bounds()
    {
        Assert.That(BlobBytes.GetUint8(Site, Blob("01ff"), 1), Is.EqualTo(255));
        Sites.Fails("Blob index 2 out of bounds", () => BlobBytes.GetUint8(Site, Blob("01ff"), 2));
        Sites.Fails("Blob index -1 out of bounds", () => BlobBytes.GetUint8(Site, Blob("01ff"), -1));
        Sites.Fails("Blob index 4294967296 out of bounds", () => BlobBytes.GetUint8(Site, Blob("01ff"), 1L << 32));
    }

    [Test]
    public void Values_go_through_both_binary_formats()
    {
        var site = Sites.Of("BlobEncodeBeast", "Array<Integer>");
        var value = EastArray.Wrap([1L, -2L]);
        Assert.That(BlobFormats.DecodeBeast<EastArray<long>>(site, BlobFormats.EncodeBeast(site, value)), Is.EqualTo(value));
        Assert.That(BlobFormats.DecodeBeast2<EastArray<long>>(site, BlobFormats.EncodeBeast2(site, value)), Is.EqualTo(value));
        Sites.Fails("Failed to decode Beast data: Data too short for Beast format: 1 bytes", () => BlobFormats.DecodeBeast<EastArray<long>>(site, Blob("00")));
        Sites.Fails("Failed to decode Beast2 data: Data too short for Beast format: 1 bytes", () => BlobFormats.DecodeBeast2<EastArray<long>>(site, Blob("00")));
        Sites.Fails("Beast v1 format does not support ref types", () => BlobFormats.EncodeBeast(Sites.Of("BlobEncodeBeast", "Ref<Null>"), new EastRef<EastNull>(default)));
    }

    [Test]
    public void A_file_with_keys_in_any_order_is_read()
    {
        var site = Sites.Of("BlobDecodeBeast2", "Set<Integer>");
        var file = EastBlob.Wrap((byte[])[.. Beast2.Header(site.Types[0]), 0, 2, 4, 2]);
        Assert.That(BlobFormats.DecodeBeast2<EastSet<long>>(site, file), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public void Tables_are_read_and_written_with_a_configuration()
    {
        const string row = "Struct<a: Integer, b: Option<String>>";
        var config = TypeSyntax.Parse("Struct<delimiter: Option<String>, quoteChar: Option<String>, escapeChar: Option<String>, newline: Option<String>, "
            + "hasHeader: Option<Boolean>, nullStrings: Option<Array<String>>, skipEmptyLines: Option<Boolean>, trimFields: Option<Boolean>, "
            + "columnMapping: Option<Dict<String, String>>, strict: Option<Boolean>>").Value;
        var site = Sites.Of("BlobDecodeCsv", row, TypeSyntax.Print(config));
        EastStruct Config(string text) => (EastStruct)EastText.Parse(config, text).Value;
        const string none = "quoteChar=.none, escapeChar=.none, newline=.none, hasHeader=.none, nullStrings=.some [\"-\"], skipEmptyLines=.none, ";
        var read = Config("(delimiter=.some \";\", " + none + "trimFields=.some true, columnMapping=.some {\"A\":\"a\"}, strict=.some true)");
        var rows = BlobTables.DecodeCsv<EastStruct, EastStruct>(site, EastBlob.Wrap(Encoding.UTF8.GetBytes("A;b\n1; x \n2;-\n")), read);
        Assert.That(EastText.Print(EastType.Array(site.Types[0]), rows), Is.EqualTo("[(a=1, b=.some \"x\"), (a=2, b=.none)]"));
        Sites.Fails(
            "Failed to decode CSV data: CSV error: unexpected column 'c' in strict mode",
            () => BlobTables.DecodeCsv<EastStruct, EastStruct>(site, EastBlob.Wrap("a;b;c"u8.ToArray()), read));
        var empty = Config("(delimiter=.some \"\", " + none + "trimFields=.none, columnMapping=.none, strict=.none)");
        Assert.That(
            Assert.Throws<EastException>(() => BlobTables.DecodeCsv<EastStruct, EastStruct>(site, EastBlob.Empty, empty))!.Message,
            Does.StartWith("Failed to decode CSV data: CSV error: the delimiter"));
        var written = BlobTables.EncodeCsv<EastStruct, EastStruct>(site, rows, read);
        Assert.That(Encoding.UTF8.GetString(written.Span), Is.EqualTo("a;b\r\n1;x\r\n2;"));
    }

    private static EastBlob Blob(string hex) => EastBlob.Wrap(Convert.FromHexString(hex));
}
