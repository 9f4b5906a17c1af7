using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>The refs of a dataflow: <c>dataflow/name</c> for every task and input that is an output.</summary>
public static class RefNames
{
    /// <summary>
    /// The ref of a name. Names that the store does not allow (<c>_x</c>, device names of Windows) are written <c>0.name.0</c>, which no
    /// name of a dataflow can be.
    /// </summary>
    public static RefName Of(string dataflow, string name) => RefName.Parse($"{Segment(dataflow)}/{Segment(name)}");

    /// <summary>The name with which a name appears in refs.</summary>
    public static string Segment(string name) => RefName.IsSegment(name) ? name : $"0.{name}.0";
}
