// Writes src/Polyglot.East/Builtins/String/UnicodeCaseTable.cs: case mapping as the Unicode Character Database of the Node
// that runs this has it (UnicodeData.txt and SpecialCasing.txt without languages; DerivedCoreProperties.txt for final sigma).
//
//   node eng/unicode-case.mjs > src/Polyglot.East/Builtins/String/UnicodeCaseTable.cs

import { createHash } from "node:crypto";

const last = 0x10ffff;
const isSurrogate = (c) => c >= 0xd800 && c <= 0xdfff;
const codePoints = function* () { for (let c = 0; c <= last; c++) if (!isSurrogate(c)) yield c; };

/** Runs (first, last, stride, delta) of code points that map to code point + delta, and the mappings to several code points. */
function mapping(map) {
  const runs = [];
  const special = [];
  for (const c of codePoints()) {
    const to = map(String.fromCodePoint(c));
    if ([...to].length !== 1) {
      special.push([c, to]);
      continue;
    }
    const delta = to.codePointAt(0) - c;
    if (delta === 0) continue;
    const run = runs.at(-1);
    if (run && run.delta === delta && (run.last === run.first ? c - run.last <= 2 : c - run.last === run.stride)) {
      run.stride = c - run.last;
      run.last = c;
    } else runs.push({ first: c, last: c, stride: 1, delta });
  }
  return { runs, special };
}

/** Ranges (first, last) of code points with a property. */
function ranges(property) {
  const found = [];
  for (const c of codePoints()) {
    if (!property.test(String.fromCodePoint(c))) continue;
    if (found.length && found.at(-1)[1] === c - 1) found.at(-1)[1] = c;
    else found.push([c, c]);
  }
  return found;
}

function lines(cells, width = 124) {
  const out = [];
  let line = "       ";
  for (const cell of cells) {
    if (line.length + cell.length + 2 > width) {
      out.push(line);
      line = "       ";
    }
    line += ` ${cell},`;
  }
  out.push(line);
  return out.join("\n");
}

const hex = (c) => "0x" + c.toString(16);
const escaped = (text) => '"' + [...Array(text.length).keys()].map((i) => "\\u" + text.charCodeAt(i).toString(16).padStart(4, "0")).join("") + '"';
const runCells = (runs) => runs.flatMap((r) => [hex(r.first), hex(r.last), String(r.stride), String(r.delta)]);
const specialLines = (special) => lines(special.map(([c, to]) => `(${hex(c)}, ${escaped(to)})`));

const upper = mapping((s) => s.toUpperCase());
const lower = mapping((s) => s.toLowerCase());
// A sigma that follows a cased letter ends a word when nothing cased comes after it; "1" is neither cased nor ignorable.
const cased = ranges(/\p{Cased}/u);
const ignorable = ranges(/\p{Case_Ignorable}/u);

const digest = createHash("sha256");
for (const c of codePoints()) digest.update(`${String.fromCodePoint(c).toUpperCase()} ${String.fromCodePoint(c).toLowerCase()}\n`, "utf8");

process.stdout.write(`// Made by eng/unicode-case.mjs from the Unicode Character Database ${process.versions.unicode}; do not edit.

namespace Polyglot.East;

/// <summary>The case mappings of Unicode ${process.versions.unicode}: UnicodeData.txt, SpecialCasing.txt without languages, DerivedCoreProperties.txt.</summary>
internal static class UnicodeCaseTable
{
    /// <summary>SHA-256 of "upper lower\\n" in UTF-8 for every code point but surrogates; the tests compute it from the mappings.</summary>
    public const string Digest = "${digest.digest("hex")}";

    /// <summary>Code points that become several in upper case.</summary>
    public static readonly (int CodePoint, string Text)[] SpecialUpper =
    [
${specialLines(upper.special)}
    ];

    /// <summary>Code points that become several in lower case.</summary>
    public static readonly (int CodePoint, string Text)[] SpecialLower =
    [
${specialLines(lower.special)}
    ];

    /// <summary>Runs in ascending order, four numbers each: first and last code point, stride, difference to the upper case.</summary>
    public static ReadOnlySpan<int> Upper =>
    [
${lines(runCells(upper.runs))}
    ];

    /// <summary>The same for lower case.</summary>
    public static ReadOnlySpan<int> Lower =>
    [
${lines(runCells(lower.runs))}
    ];

    /// <summary>Ranges, first and last, of the property Cased.</summary>
    public static ReadOnlySpan<int> Cased =>
    [
${lines(cased.flat().map(hex))}
    ];

    /// <summary>Ranges, first and last, of the property Case_Ignorable.</summary>
    public static ReadOnlySpan<int> CaseIgnorable =>
    [
${lines(ignorable.flat().map(hex))}
    ];
}
`);
