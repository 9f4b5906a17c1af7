namespace Polyglot.Store.Tests;

public sealed class Ids
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Test]
    public void An_object_id_is_the_sha256_of_the_bytes() => Assert.That(Hashing.Object("abc"u8).ToString(), Is.EqualTo(Abc));

    [Test]
    public void An_id_is_read_back_from_its_text_and_its_bytes()
    {
        var id = Hashing.Object("abc"u8);
        Assert.That(ObjectId.Parse(Abc), Is.EqualTo(id));
        Assert.That(ObjectId.FromBytes(id.ToArray()), Is.EqualTo(id));
        Assert.That(ObjectId.TryParse("x"u8, out _), Is.False);
        Assert.That(id.GetHashCode(), Is.EqualTo(ObjectId.Parse(Abc).GetHashCode()));
        Assert.That(id.Abbreviated(), Is.EqualTo(Abc[..12]));
    }

    [TestCase("")]
    [TestCase("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", TestName = "upper case")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a", TestName = "63 digits")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0", TestName = "65 digits")]
    [TestCase("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", TestName = "not a digit")]
    [TestCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\u0661", TestName = "a digit of another script")]
    public void Anything_but_64_lower_case_digits_is_refused(string text)
    {
        Assert.That(ObjectId.TryParse(text, out _), Is.False);
        Assert.That(() => ExecutionId.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(StoreMessages.BadId("an execution id", text)));
    }

    [Test]
    public void Ids_are_ordered_as_their_text_is()
    {
        var ids = Enumerable.Range(0, 200).Select(i => Hashing.Object(BitConverter.GetBytes(i))).ToList();
        Assert.That(ids.Order().Select(i => i.ToString()), Is.EqualTo(ids.Select(i => i.ToString()).Order(StringComparer.Ordinal)));
    }

    [Test]
    public void A_task_id_is_the_id_of_its_object()
    {
        var id = Hashing.Object("abc"u8);
        Assert.That(TaskId.FromObject(id).AsObject, Is.EqualTo(id));
        Assert.That(TaskId.FromObject(id).ToString(), Is.EqualTo(id.ToString()));
    }

    [Test]
    public void An_execution_id_is_the_same_for_ever()
    {
        // Computed with: printf 'polyglot execution 1\n' + the bytes of the ids | sha256sum
        var task = TaskId.FromObject(Hashing.Object("task"u8));
        ObjectId[] inputs = [Hashing.Object("a"u8), Hashing.Object("b"u8)];
        Assert.That(Hashing.Execution(task, inputs).ToString(), Is.EqualTo(ExecutionOfTwoInputs));
        Assert.That(Hashing.Execution(task, []).ToString(), Is.EqualTo(ExecutionOfNothing));
    }

    [Test]
    public void An_execution_id_depends_on_the_task_and_on_the_order_of_the_inputs()
    {
        var task = TaskId.FromObject(Hashing.Object("task"u8));
        var (a, b) = (Hashing.Object("a"u8), Hashing.Object("b"u8));
        ExecutionId[] all =
        [
            Hashing.Execution(task, []), Hashing.Execution(task, [a]), Hashing.Execution(task, [a, b]), Hashing.Execution(task, [b, a]),
            Hashing.Execution(task, [a, a]), Hashing.Execution(TaskId.FromObject(a), [b]),
        ];
        Assert.That(all, Is.Unique);
    }

    [Test]
    public void A_hash_of_many_inputs_needs_no_stack()
    {
        var inputs = Enumerable.Repeat(Hashing.Object("a"u8), 100_000).ToArray();
        Assert.That(Hashing.Execution(default, inputs), Is.Not.EqualTo(Hashing.Execution(default, inputs.AsSpan(1))));
    }

    [Test]
    public void A_hasher_gives_the_same_as_hashing_at_once_and_starts_over()
    {
        using var hasher = new ObjectHasher();
        hasher.Append("ab"u8);
        hasher.Append("c"u8);
        Assert.That(hasher.Length, Is.EqualTo(3));
        Assert.That(hasher.Finish().ToString(), Is.EqualTo(Abc));
        Assert.That(hasher.Finish(), Is.EqualTo(Hashing.Object([])));
    }

    private const string ExecutionOfTwoInputs = "618133e6c254f489e542f00935b20f99272938759c8290e2e4f75671b7c066ad";
    private const string ExecutionOfNothing = "239ecdd4df87c39e2e9cc2d4cb50e632257639f0e5f28c0bb85c3200f8b14095";
}
