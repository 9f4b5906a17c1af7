namespace Polyglot.Cli.Init;

/// <summary>The two functions of a starter project in one language.</summary>
/// <param name="Runner">The runner's id.</param>
/// <param name="Extension">Of the script.</param>
/// <param name="Squares">A script with the function <c>squares</c>: how many, to a list of Integers.</param>
/// <param name="Summary">A script with the function <c>summary</c>: that list, to a text.</param>
internal sealed record StarterScript(string Runner, string Extension, string Squares, string Summary)
{
    /// <summary>In the order in which they are tried.</summary>
    public static IReadOnlyList<StarterScript> All { get; } =
    [
        new("python", ".py",
            """"
            # A task is a plain function. Its East types come from the annotations: Integer in, Array<Integer> out.


            def squares(count: int) -> list[int]:
                """The first squares."""
                print(f"computing {count} squares")
                return [n * n for n in range(1, count + 1)]

            """",
            """
            # A task is a plain function. Its East types come from the annotations: Array<Integer> in, String out.


            def summary(squares: list[int]) -> str:
                return f"{len(squares)} squares, the largest is {max(squares)}\n"

            """),
        new("node", ".mjs",
            """
            /**
             * A task is a plain function. Its East types come from the JSDoc: bigint is Integer.
             *
             * @param {bigint} count
             * @returns {bigint[]} the first squares
             */
            export function squares(count) {
              console.log(`computing ${count} squares`);
              return Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1) ** 2n);
            }

            """,
            """
            /**
             * A task is a plain function. Its East types come from the JSDoc: bigint is Integer.
             *
             * @param {bigint[]} squares
             * @returns {string}
             */
            export function summary(squares) {
              const largest = squares.reduce((a, b) => (a > b ? a : b), 0n);
              return `${squares.length} squares, the largest is ${largest}\n`;
            }

            """),
        new("julia", ".jl",
            """
            # A task is a plain function. Its East types come from the signature: Integer in, Array<Integer> out.

            "The first squares."
            function squares(count::Int)::Vector{Int}
                println("computing $count squares")
                return [n^2 for n in 1:count]
            end

            """,
            """
            # A task is a plain function. Its East types come from the signature: Array<Integer> in, String out.

            summary(squares::Vector{Int})::String = "$(length(squares)) squares, the largest is $(maximum(squares))\n"

            """),
    ];
}
