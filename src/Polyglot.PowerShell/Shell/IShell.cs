namespace Polyglot.PowerShell.Shell;

/// <summary>
/// What a command says to whoever called it: the streams of PowerShell, without PowerShell. Only for the thread that runs the command (<see cref="CallingThread"/>
/// brings others there). Any call may throw when the pipeline is being stopped.
/// </summary>
internal interface IShell
{
    /// <summary>Gives out a result.</summary>
    /// <param name="value">May be null.</param>
    /// <param name="enumerate">The elements of a list one by one.</param>
    void Write(object? value, bool enumerate = false);

    /// <summary>Says what is wrong and goes on.</summary>
    void Fail(Fault fault);

    /// <summary>Says what should be known.</summary>
    void Warn(string message);

    /// <summary>Whether <see cref="Detail"/> shows anything.</summary>
    bool ShowsDetail { get; }

    /// <summary>Says what is shown with <c>-Verbose</c>.</summary>
    void Detail(string message);

    /// <summary>Shows how far something is.</summary>
    void Progress(ProgressStep step);

    /// <summary>Asks whether something may be changed.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">How: words that go before the target.</param>
    Consent Ask(string target, string action);
}

/// <summary>Whether something may be changed.</summary>
internal enum Consent
{
    /// <summary>It may.</summary>
    Given,

    /// <summary>The user said no.</summary>
    Refused,

    /// <summary>The user wants to know what would happen (<c>-WhatIf</c>), and has been told of this.</summary>
    OnlyAsked,
}

/// <summary>How far something is. Immutable.</summary>
/// <param name="Id">Which line of the display; steps of one id replace each other.</param>
/// <param name="Activity">What goes on.</param>
/// <param name="Status">Where it is.</param>
internal sealed record ProgressStep(int Id, string Activity, string Status)
{
    /// <summary>The line that this one is part of; null for none.</summary>
    public int? Parent { get; init; }

    /// <summary>0 to 100; null where nobody knows.</summary>
    public int? Percent { get; init; }

    /// <summary>What is being done now; null for nothing to say.</summary>
    public string? Now { get; init; }

    /// <summary>The line can go.</summary>
    public bool IsDone { get; init; }
}
