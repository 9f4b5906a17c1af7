namespace Polyglot.East;

/// <summary>Keeps the size of an Array as it is until disposed of (spec 4.6).</summary>
internal readonly struct ArrayLock<T> : IDisposable
{
    private readonly EastArray<T> _array;

    public ArrayLock(EastArray<T> array)
    {
        _array = array;
        array.Locks++;
    }

    public void Dispose() => _array.Locks--;
}
