using Polyglot.Cli.Terminal;

namespace Polyglot.Cli.Tests.Terminal;

public sealed class SurfaceTests
{
    private static Surface Detect(bool redirected = false, bool noColor = false, params (string Name, string Value)[] environment) =>
        Surface.Detect(redirected, name => environment.FirstOrDefault(e => e.Name == name).Value, noColor);

    [Test]
    public void A_terminal_has_colours_and_is_redrawn() => Assert.That(Detect(), Is.EqualTo(new Surface(true, true)));

    [Test]
    public void A_pipe_is_plain() => Assert.That(Detect(redirected: true), Is.EqualTo(Surface.Plain));

    [Test]
    public void A_dumb_terminal_is_plain() => Assert.That(Detect(environment: ("TERM", "dumb")), Is.EqualTo(Surface.Plain));

    [Test]
    public void Under_CI_nothing_is_redrawn() => Assert.That(Detect(environment: ("CI", "true")), Is.EqualTo(new Surface(false, true)));

    [Test]
    public void Colours_can_be_refused()
    {
        Assert.That(Detect(noColor: true), Is.EqualTo(new Surface(true, false)));
        Assert.That(Detect(environment: ("NO_COLOR", "1")), Is.EqualTo(new Surface(true, false)));
        Assert.That(Detect(environment: ("NO_COLOR", "")), Is.EqualTo(new Surface(true, true)));
    }
}
