namespace Polyglot.Store;

/// <summary>
/// Immutable bytes by the SHA-256 of their content. Objects are written once and never change, so there is nothing
/// to lock: any number of threads and processes may use one store. What an object store answers is checked: bytes that are not
/// what their id says are <c>Damaged</c>, never served. Input and output errors of the system (no space, no permission) are
/// <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IObjectStore
{
    /// <summary>Whether an object is there. Says nothing of its content; costs one stat.</summary>
    bool Contains(ObjectId id);

    /// <summary>Stores bytes and returns their id. Nothing is written where the object is already there.</summary>
    ObjectId Put(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Takes over a finished file: hashes it in one pass, makes it read-only and renames it into place. The file is gone
    /// afterwards. It must be on the repository's file system (a path from the repository's temporary space), closed by its writer.
    /// A symbolic link, or a file that has other hard links, is copied instead, so that nobody keeps a way to change the object.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    ObjectId Adopt(string path);

    /// <summary>As <see cref="Adopt(string)"/> for a file that this process hashed while it wrote it. Not checked here.</summary>
    void Adopt(string path, ObjectId id);

    /// <summary>Stores everything up to the end of a stream, which stays open, hashing while it passes.</summary>
    ObjectId Import(Stream content);

    /// <summary>
    /// Stores <paramref name="prefix"/> followed by exactly <paramref name="length"/> bytes of <paramref name="content"/>, which stays
    /// open: a Blob object made from a file is its beast2 header and then the file.
    /// </summary>
    /// <exception cref="StoreException">The stream had fewer or more bytes (<see cref="StoreError.ContentChanged"/>): somebody writes to it.</exception>
    ObjectId Import(ReadOnlySpan<byte> prefix, Stream content, long length);

    /// <summary>The bytes of an object, verified as by <see cref="Locate"/>. For objects up to 2 GiB; larger ones are used by path.</summary>
    ObjectRead Read(ObjectId id);

    /// <summary>
    /// A path at which an object can be read (and only read), verified: by content at this process's first use of an object that it
    /// did not write itself, and by stat (size, times, inode) after that. A flipped bit or a deleted object is noticed before use.
    /// </summary>
    ObjectLocation Locate(ObjectId id);

    /// <summary>The objects whose id begins with <paramref name="prefix"/>, 1 to 64 lower-case hex digits.</summary>
    PrefixMatch Resolve(string prefix);

    /// <summary>Every object, in no particular order, read lazily; objects that come or go meanwhile may or may not be seen.</summary>
    IEnumerable<ObjectId> List();
}
