namespace Polyglot.Runners.Tests.Manifests;

public sealed class ManifestNamesTests
{
    [TestCase("a", true)]
    [TestCase("node-20", true)]
    [TestCase("", false)]
    [TestCase("Node", false)]
    [TestCase("2node", false)]
    [TestCase("-node", false)]
    [TestCase("node_20", false)]
    [TestCase("node\n", false)]
    [TestCase("nöde", false)]
    public void Runner_ids(string text, bool isGood) => Assert.That(ManifestNames.IsRunnerId(text), Is.EqualTo(isGood));

    [Test]
    public void Runner_ids_have_at_most_64_characters()
    {
        Assert.That(ManifestNames.IsRunnerId(new string('a', 64)), Is.True);
        Assert.That(ManifestNames.IsRunnerId(new string('a', 65)), Is.False);
    }

    [TestCase("PATH", true)]
    [TestCase("_x9", true)]
    [TestCase("", false)]
    [TestCase("9x", false)]
    [TestCase("A-B", false)]
    [TestCase("A=B", false)]
    [TestCase("A\n", false)]
    public void Variables(string text, bool isGood) => Assert.That(ManifestNames.IsVariable(text), Is.EqualTo(isGood));

    [TestCase(".py", true)]
    [TestCase(".c++", true)]
    [TestCase(".", false)]
    [TestCase("py", false)]
    [TestCase(".tar.gz", false)]
    [TestCase(".p y", false)]
    public void Extensions(string text, bool isGood) => Assert.That(ManifestNames.IsExtension(text), Is.EqualTo(isGood));
}
