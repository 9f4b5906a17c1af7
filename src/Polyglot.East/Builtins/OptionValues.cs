using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Makes the values of <c>Option&lt;T&gt;</c>, and looks into those that callbacks return. Thread-safe.</summary>
internal sealed class OptionValues
{
    private readonly VariantCase _some;

    public OptionValues(EastType content)
    {
        var type = EastType.Option(content);
        None = new EastVariant(type, "none");
        _some = type.Cases[1];
    }

    /// <summary>No value; always the same object.</summary>
    public EastVariant None { get; }

    /// <summary>A value.</summary>
    public EastVariant Some<T>(T value) => new(_some, value is EastNull ? EastNull.Boxed : value);

    /// <summary>The value in an Option, whatever Variant type it was made with (spec 1.4); false when there is none.</summary>
    public static bool TryGet<T>(EastVariant option, [MaybeNullWhen(false)] out T value)
    {
        if (option.Case == "some")
        {
            value = (T)option.Payload!;
            return true;
        }
        value = default;
        return false;
    }
}
