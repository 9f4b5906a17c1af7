namespace Polyglot.East;

/// <summary>The type syntax for people: <c>Dict&lt;String, Array&lt;Float&gt;&gt;</c>. Its grammar is in <c>ir/friendly-types.md</c>.</summary>
public static class TypeSyntax
{
    /// <summary>
    /// Reads a type. A text that starts with a dot is read as East's own text of a type. The result is closed; an error names the
    /// place and what was expected there.
    /// </summary>
    public static ParseResult<EastType> Parse(string text)
    {
        if (text.AsSpan().TrimStart() is not ['.', ..]) return new TypeSyntaxReader(text).ReadAll();
        var parsed = EastText.Parse(TypeOfTypes.Type, text);
        if (!parsed.IsSuccess) return parsed.Error;
        return TypeOfTypes.TryFromValue(parsed.Value!, out var type, out var problem) && type.IsClosed
            ? type
            : ParseError.At(text, 0, problem ?? TypeMessages.Open(type!));
    }

    /// <summary>
    /// The canonical friendly form; <see cref="Parse"/> reads it back as the same type. In an open type, a back-reference that leaves
    /// it is printed as <c>Self</c>, which does not read back.
    /// </summary>
    public static string Print(EastType type) => new TypeSyntaxPrinter().Print(type);
}
