// Writes tests/Polyglot.East.Tests/Builtins/Regex/cases.json: patterns and texts with what the RegExp of the Node that runs this makes
// of them, the chosen ones first, then seeded random ones.
//
//   node eng/regex-cases.mjs > tests/Polyglot.East.Tests/Builtins/Regex/cases.json

const chosen = [
  // literals, escapes and classes
  ["a.c", "", "abc a\nc a\u2028c"], ["a.c", "s", "a\nc a\u2028c"], ["\\d+", "", "x12٣4"], ["\\D+", "", "12٣4"], ["\\w+", "", "é_a9-ü"], ["\\W", "", "aé "],
  ["\\s+", "", "a \t\n\u00a0\ufeff\u2028\u3000\u180e\u0085b"], ["\\S+", "", " ab\u200b\u3000c"], ["[\\w-]+", "", "x-y z"], ["[^\\d]", "", "1a2"], ["[a-c-e]+", "", "abc-e d"],
  ["[\\d-x]+", "", "1-x y"], ["[a-\\d]+", "", "a-1b"], ["[]", "", "a"], ["[^]", "", "a\nb"], ["[\\b]", "", "a\bc"], ["[.\\]\\\\]+", "", "a.]\\b"], ["\\.\\$\\+\\*\\/\\'\\\"", "", "x.$+*/'\"y"],
  ["\\x41\\u0042\\cJ\\0", "", "AB\n\0"], ["\\xg\\ug\\c", "", "xgug\\c"], ["[\\c1\\c_\\cA]+", "", "\u0011\u001f\u0001"], ["[\\c]", "", "\\c"], ["\\101\\8\\477\\18", "", "A8'7\u00018"], ["\\07\\00", "", "\u0007\0"],
  ["\\-\\@\\q\\B\\p{L}", "", "-@q"], ["\\p{L}", "", "p{L} L"], ["\\u{61}", "", "u".repeat(61)], ["]}{", "", "]}{"], ["a{,2}", "", "a{,2}"], ["a{1", "", "a{1"], ["x{1}{2", "", "x{2"], ["😀", "", "a😀b"], ["[😀]", "", "😀"], ["^.$", "", "😀"],
  // assertions
  ["^b$", "", "a\nb"], ["^b$", "m", "a\nb"], ["^", "gm", "a\r\nb\u2028c"], ["$", "gm", "a\nb\u2029"], ["c$", "", "abc\n"], ["\\bfoo\\b", "", "food foo"], ["\\Boo", "", "foo oo"], ["\\b", "g", "é a_b"],
  ["(?=a)\\w", "", "ba"], ["(?!a)\\w", "", "ab"], ["(?<=\\$)\\d+", "", "5 $42"], ["(?<!\\$)\\b\\d+", "", "$5 42"], ["(?<=(\\d+)(\\d+))$", "", "1053"], ["(?<=\\1(a))b", "", "aab"], ["(?=(a+))a*b\\1", "", "baaabac"], ["(?!(a))\\1b", "", "b"], ["(?=a)*b", "", "b"], ["(?=(a))?b", "", "ab"],
  ["(?<=a|bc)d", "", "bcd"], ["(?<=^\\w{3})x", "", "abcx"], ["(?<=(?:ab)+)c", "", "ababc"], ["(?<=a{2,3}?)b", "", "aaab"],
  // quantifiers
  ["a*", "g", "baac"], ["a+?", "", "aaa"], ["a{2}", "g", "aaaaa"], ["a{2,}", "", "aaaa"], ["a{1,2}?b", "", "aaab"], ["(?:ab){2,3}", "", "abababab"], ["(?:ab){2,3}?c", "", "abababc"], ["x{0}y", "", "xy"], ["(a){0}b", "", "ab"], ["a{99999999999}", "", "a"], ["a??b", "", "ab"], ["(?:a|ab)(?:c|bcd)(?:d*)", "", "abcd"],
  ["(z)((a+)?(b+)?(c))*", "", "zaacbbbcac"], ["(a*)*", "", "b"], ["(a*)*", "", "aab"], ["(?:a?b??)*$", "", "ab"], ["(a?)*?$", "", "aa"], ["(?:(a)|b)*", "", "ab"], ["(?:(a)|(b)|(c))+", "", "abc"], ["((a)|b)*", "", "ab"], ["(\\2a)(\\1)", "", "aa"], ["(a(b)?)+", "", "aba"], ["(?:){3}a", "", "a"], ["(a|){2,4}b", "", "aab"], ["(?:a|()){3}", "", "aa"], ["(|a)*", "", "aa"], ["(|a)+?b", "", "aab"], ["(?:a*?)+?b", "", "aab"],
  // groups and references
  ["(X).\\1", "", "aXbXc"], ["(a)\\2(b)", "", "ab"], ["\\1(a)", "", "aa"], ["(?<y>\\d{4})-(?<m>\\d\\d)", "", "on 2024-05"], ["(?<a>.)\\k<a>", "", "xaab"], ["\\k<a>(?<a>.)", "", "xx"], ["\\k<a>", "", "k<a>"], ["(?:a)(b)(?<c>c)(d)", "", "abcd"], ["(a)(?:(b)|c)\\2", "", "ac"], ["(a)|b", "", "b"], ["()|", "", ""], ["", "", "abc"], ["(?:)", "", ""], ["|a", "", "a"], ["(((((((((((k)))))))))))\\11\\10", "", "kkk"], ["(\\w+)\\s\\1", "", "hello hello"],
  // ignoring case
  ["hello", "i", "HeLLo"], ["[a-z]+", "i", "ABCſK"], ["[^a-z]+", "i", "ABCſK1"], ["ſ", "i", "sSſ"], ["k", "i", "\u212aK"], ["\u212a", "i", "kK\u212a"], ["ß", "i", "ẞß"], ["ω", "i", "Ωω\u2126"], ["µ", "i", "μΜµ"], ["ı", "i", "iIı"], ["İ", "i", "iİ"], ["é", "i", "É"], ["ǆ", "i", "ǅǄ"], ["σ", "i", "ςΣσ"], ["[ά-ώ]+", "i", "ΆΏ"], ["\\w", "i", "ſ"], ["\\W", "i", "S"], ["(é)\\1", "i", "Éé"], ["[\\W]", "i", "s\u017f"], ["\\u0130", "i", "i"], ["[^x]", "i", "Xy"], ["𐐀", "i", "𐐨"], ["Ab[C-e]", "i", "aBD"],
  // not patterns
  ["(", "", ""], [")", "", ""], ["a)", "", ""], ["(?", "", ""], ["(?a)", "", ""], ["(?<1>a)", "", ""], ["(?<a", "", ""], ["(?<a>.)(?<a>.)", "", ""], ["(?<a>.)\\k", "", ""], ["(?<a>.)\\k<b>", "", ""], ["(?<a>.)[\\k]", "", ""], ["*", "", ""], ["a**", "", ""], ["a{2,1}", "", ""], ["{1}", "", ""], ["a|+", "", ""], ["^*", "", ""], ["\\b+", "", ""], ["(?<=a)*", "", ""], ["[a", "", ""], ["[b-a]", "", ""], ["\\", "", ""], ["[\\", "", ""], ["a{1}{1}", "", ""], ["(?:a", "", ""], ["(?<>a)", "", ""], ["x{2}*", "", ""], ["(?i:a)", "", ""],
  // what real programs look for
  ["^[\\w.+-]+@[\\w-]+\\.[\\w.]+$", "", "ann.lee+x@mail.example.org"], ["^(\\d{1,3})(?:\\.(\\d{1,3})){3}$", "", "192.168.10.1"], ["^\\s*(#.*)?$", "m", "a\n  # note\n"], ["(\\d+)(?:px|em)(?!\\w)", "g", "12px 3em 4emx"], ["\"(?:[^\"\\\\]|\\\\.)*\"", "g", "say \"a \\\"b\\\" c\" and \"d\""], ["<(\\w+)[^>]*>(.*?)<\\/\\1>", "s", "<b class=x>bold\n</b><i>no</i>"], ["^(?=.*\\d)(?=.*[a-z]).{6,}$", "", "abc123"], ["(?:^|,)(?:\"([^\"]*)\"|([^,]*))", "g", "a,\"b,c\",,d"], ["\\$\\{(\\w+)\\}", "g", "${a} and ${b_1}"], ["(Error|Warning): (?<what>.+) \\(line (?<line>\\d+), col (?<col>\\d+)\\)", "", "Error: bad thing (line 3, col 14)"],
];

const replacements = [
  ["ab", "b", "", "$$"], ["ab", "b", "", "[$9]"], ["ab", "(b)", "", "[$10]"], ["ab", "(b)|(c)", "", "[$2]"], ["aBa", "b", "gi", "_"], ["a\nb", "^", "gm", "> "], ["a\nb", "$", "gm", "!"], ["abab", "a", "", "x"],
  ["2024-05", "(?<y>\\d+)-(?<m>\\d+)", "", "$<m>/$<y>/$<z>"], ["ab", "(a)", "", "$<a>"], ["abcdefghijkl", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "", "$11$10$1-$12"], ["😀a", "", "", "-"], ["😀", ".", "", "x"], ["aaa", "a*", "", "x"], ["baac", "a*", "", "x"], ["ab", "(?:(a)|b)*", "", "[$1]"], ["x", "x", "", "$1$<n>$$1"], ["héllo", "(L)", "i", "<$1>"],
];

// ---- seeded random patterns -------------------------------------------------------------------------------------------------------

let seed = 20260501;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const pick = (...options) => options[random(options.length)];

function pattern(depth, state) {
  const count = random(4);
  let text = "";
  for (let i = 0; i <= count; i++) text += term(depth, state);
  return depth > 0 && random(5) === 0 ? `${text}|${pattern(depth - 1, state)}` : text;
}

function term(depth, state) {
  const roll = random(16);
  if (roll === 0) return pick("^", "$", "\\b", "\\B");
  if (roll === 1 && depth > 0) return `(?${pick("=", "!", "<=", "<!")}${pattern(depth - 1, state)})`;
  let atom;
  if (roll < 5 && depth > 0) {
    const captures = random(3) > 0;
    if (captures) state.groups++;
    atom = `(${captures ? "" : "?:"}${pattern(depth - 1, state)})`;
  } else if (roll === 5) atom = `\\${1 + random(state.groups + 1)}`;
  else if (roll === 6) atom = pick("[ab]", "[^a]", "[b-d]", "\\w", "\\W", "\\d", "\\s", ".", "[^]");
  else atom = pick("a", "b", "a", "b", "a", "b", "a", "b", "c", "A", "é", "\\n");
  if (random(3) > 0) return atom;
  return atom + pick("*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "{0}", "{1,}") + pick("", "", "?");
}

const text = () => Array.from({ length: random(12) }, () => pick("a", "b", "a", "b", "ab", "aab", "c", "A", "é", "É", " ", "\n")).join("");

for (let left = 1500; left > 0;) {
  const source = pattern(3, { groups: 0 });
  if (source.length < 3 || source.length > 32) continue;
  chosen.push([source, pick("", "", "", "i", "m", "s", "is"), text()]);
  left--;
}

// ---- what Node makes of them ------------------------------------------------------------------------------------------------------

function matches(source, flags, subject) {
  let regex;
  try {
    regex = new RegExp(source, flags.replace("g", "") + "g");
  } catch {
    return { error: true };
  }
  return { matches: [...subject.matchAll(regex)].map((m) => [m.index, ...[...m].map((group) => group ?? "")]) };
}

const lines = [
  ...chosen.map(([source, flags, subject]) => ({ pattern: source, flags, text: subject, ...matches(source, flags, subject) })),
  ...replacements.map(([subject, source, flags, replacement]) =>
    ({ pattern: source, flags, text: subject, replacement, result: subject.replace(new RegExp(source, flags.replace("g", "") + "g"), replacement) })),
];
process.stdout.write(`[\n${lines.map((line) => JSON.stringify(line)).join(",\n")}\n]\n`);
