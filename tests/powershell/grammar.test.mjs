// Parses every piece of PowerShell of this repository with a grammar of it: scripts, the manifest, what the manual and the help show, and what the views compute.
// Where there is no PowerShell this is what stands between a typing mistake and a user.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Language, Parser } from "web-tree-sitter";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const skipped = new Set(["node_modules", "bin", "obj", ".git", ".e3", ".polyglot", ".venv"]);

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));

/** Where a text is no PowerShell: `line:column what`; empty where it is. */
function problems(text) {
  const tree = parser.parse(text);
  const found = [];
  const visit = (node) => {
    if (node.isError || node.isMissing) {
      const { row, column } = node.startPosition;
      found.push(`${row + 1}:${column + 1} ${node.isMissing ? `missing ${node.type}` : JSON.stringify(node.text.slice(0, 60))}`);
    } else if (node.hasError) {
      for (const child of node.children) visit(child);
    }
  };
  visit(tree.rootNode);
  tree.delete();
  return found;
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

const unescaped = (xml) => xml.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, "&");
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

/** The pieces of PowerShell in a file, by what it is. */
function pieces(path) {
  const text = () => readFileSync(path, "utf8");
  switch (extname(path)) {
    case ".ps1":
    case ".psd1":
    case ".psm1":
      return [text()];
    case ".md":
      return all(text(), /^```powershell\n([\s\S]*?)^```/gm);
    case ".ps1xml":
      return all(text(), /<ScriptBlock>([\s\S]*?)<\/ScriptBlock>/g).map(unescaped);
    case ".xml":
      return path.endsWith("-Help.xml") ? all(text(), /<dev:code>([\s\S]*?)<\/dev:code>/g).map(unescaped) : [];
    default:
      return [];
  }
}

const found = [...files(root)].map((path) => ({ name: relative(root, path).replaceAll("\\", "/"), pieces: pieces(path) })).filter((file) => file.pieces.length > 0);

for (const file of found) {
  test(`${file.name} is PowerShell`, () => {
    for (const [index, piece] of file.pieces.entries()) assert.deepEqual(problems(piece), [], `piece ${index + 1}:\n${piece}`);
  });
}

test("everything that should be looked at was found", () => {
  const names = found.map((file) => file.name);
  for (const name of [
    "polyglot.ps1",
    "src/Polyglot.Cli/Completion/polyglot.ps1",
    "src/Polyglot.PowerShell/Polyglot.psd1",
    "src/Polyglot.PowerShell/Polyglot.format.ps1xml",
    "src/Polyglot.PowerShell/en-US/Polyglot.PowerShell.dll-Help.xml",
    "tests/powershell/smoke.ps1",
    "docs/powershell.md",
  ])
    assert.ok(names.includes(name), `${name} among ${names.join(", ")}`);
});

test("what is no PowerShell is noticed", () => {
  for (const wrong of ["if ($a { 1 }", "@{ a = 1", "foreach $x in $y { }", "'open", "Get-Item | | Get-Item"]) assert.notDeepEqual(problems(wrong), [], wrong);
});

test("the smoke script uses every cmdlet that the manifest exports", () => {
  const manifest = readFileSync(join(root, "src/Polyglot.PowerShell/Polyglot.psd1"), "utf8");
  const cmdlets = all(/CmdletsToExport\s*=\s*@\(([^)]*)\)/.exec(manifest)[1], /'([^']+)'/g);
  const smoke = readFileSync(join(root, "tests/powershell/smoke.ps1"), "utf8").replace(/#.*$/gm, "");
  assert.ok(cmdlets.length > 0);
  for (const cmdlet of cmdlets) assert.ok(smoke.includes(cmdlet), `smoke.ps1 never calls ${cmdlet}`);
});
