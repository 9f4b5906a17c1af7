using System.Globalization;

namespace Polyglot.East;

/// <summary>How one goes from a value to a part of it.</summary>
internal enum PlaceStep
{
    /// <summary>The value itself.</summary>
    Root,

    /// <summary>A field of a Struct.</summary>
    Field,

    /// <summary>The payload of a Variant's case.</summary>
    Case,

    /// <summary>An element of an Array or a key of a Set.</summary>
    Element,

    /// <summary>The content of a Ref.</summary>
    Content,

    /// <summary>A key of a Dict.</summary>
    Key,

    /// <summary>A value of a Dict.</summary>
    Value,
}

/// <summary>
/// A place in a value, as a chain from the root. Formats with references between containers give every part that may hold one a place;
/// readers also name the place of an error with it. Each position is visited once, so places are the same exactly when the objects are.
/// </summary>
internal sealed class Place
{
    private Place(Place? outer, PlaceStep step)
    {
        Outer = outer;
        Step = step;
        Depth = outer is null ? 0 : outer.Depth + 1;
    }

    public Place? Outer { get; }

    public PlaceStep Step { get; }

    /// <summary>How many steps from the root.</summary>
    public int Depth { get; }

    /// <summary>The name of a field or case.</summary>
    public string? Name { get; private init; }

    /// <summary>The position of an element, or of a key's or value's entry.</summary>
    public int Index { get; private init; }

    /// <summary>The key and its type, of a Dict's value.</summary>
    public (object? Value, EastType Type) KeyOfValue { get; private init; }

    /// <summary>The container at this place, when one was read there.</summary>
    public object? Container { get; set; }

    /// <summary>The type of <see cref="Container"/>.</summary>
    public TypeNode? ContainerType { get; set; }

    /// <summary>The places one step further, by the texts of the steps; kept only by readers that met a reference sign.</summary>
    public Dictionary<string, Place>? Inner { get; private set; }

    public static Place Root() => new(null, PlaceStep.Root);

    public Place Field(string name) => new(this, PlaceStep.Field) { Name = name };

    public Place Case(string name) => new(this, PlaceStep.Case) { Name = name };

    public Place Element(int index) => new(this, PlaceStep.Element) { Index = index };

    public Place Content() => new(this, PlaceStep.Content);

    public Place Key(int index) => new(this, PlaceStep.Key) { Index = index };

    public Place Value(int index, object? key, EastType keyType) => new(this, PlaceStep.Value) { Index = index, KeyOfValue = (key, keyType) };

    /// <summary>Lets the outer place find this one by the text of the step.</summary>
    public void Register(string step) => (Outer!.Inner ??= new Dictionary<string, Place>(StringComparer.Ordinal))[step] = this;

    /// <summary>The place that many steps outward, or null beyond the root.</summary>
    public Place? Up(int levels)
    {
        var place = this;
        for (; levels > 0 && place is not null; levels--) place = place.Outer;
        return place;
    }

    /// <summary>The steps from the root to here.</summary>
    public Place[] FromRoot()
    {
        var steps = new Place[Depth];
        for (var place = this; place.Outer is not null; place = place.Outer) steps[place.Depth - 1] = place;
        return steps;
    }

    /// <summary>The way from this place to another: how many steps up to what they share, and the steps down from there.</summary>
    public (int Up, Place[] Down) To(Place target)
    {
        var (here, there) = (this, target);
        while (here.Depth > there.Depth) here = here.Outer!;
        while (there.Depth > here.Depth) there = there.Outer!;
        while (!ReferenceEquals(here, there)) (here, there) = (here.Outer!, there.Outer!);
        return (Depth - here.Depth, target.FromRoot()[here.Depth..]);
    }

    public string IndexText => Index.ToString(CultureInfo.InvariantCulture);
}
