namespace Polyglot.East;

/// <summary>Does something for one CLR type that is known only at run time.</summary>
internal interface IClrVisitor<out TResult>
{
    TResult Visit<T>();
}

/// <summary>
/// A CLR type that holds East values, as an object that can be asked to call generic code for it. It is how routines for
/// <c>EastArray&lt;double&gt;</c> and the like are made without reflection.
/// </summary>
internal abstract class ClrShape
{
    public abstract Type Type { get; }

    public abstract TResult Accept<TResult>(IClrVisitor<TResult> visitor);

    public abstract ClrShape RefOf();

    public abstract ClrShape ArrayOf();

    public abstract ClrShape SetOf();

    public abstract ClrShape DictTo(ClrShape value);

    public static ClrShape Of<T>() => Shape<T>.Instance;

    private protected abstract ClrShape DictFrom<TKey>();

    private sealed class Shape<T> : ClrShape
    {
        public static readonly Shape<T> Instance = new();

        public override Type Type => typeof(T);

        public override TResult Accept<TResult>(IClrVisitor<TResult> visitor) => visitor.Visit<T>();

        public override ClrShape RefOf() => Shape<EastRef<T>>.Instance;

        public override ClrShape ArrayOf() => Shape<EastArray<T>>.Instance;

        public override ClrShape SetOf() => Shape<EastSet<T>>.Instance;

        public override ClrShape DictTo(ClrShape value) => value.DictFrom<T>();

        private protected override ClrShape DictFrom<TKey>() => Shape<EastDict<TKey, T>>.Instance;
    }
}
