namespace Polyglot.Runners;

/// <summary>
/// Is told what a runner is chosen by, besides manifests, each time before it is looked at: as long as all of it is as it was, resolving would find the same. Called on one
/// thread at a time.
/// </summary>
public interface IResolutionWitness
{
    /// <summary>A variable of the host's environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null where it is not set.</param>
    void Variable(string name, string? value);

    /// <summary>A file whose presence, permissions or content matter.</summary>
    /// <param name="path">Absolute; it need not be there.</param>
    void File(string path);

    /// <summary>Where a path leads.</summary>
    /// <param name="path">Absolute; also told of as a file.</param>
    /// <param name="target">The file itself, after every link; the path where it is none.</param>
    void Target(string path, string target);

    /// <summary>Something was asked that only asking again can tell: a program whose answer is not kept.</summary>
    void Doubt();
}
