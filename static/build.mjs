// Builds static/dist from static/css, static/js, static/img and Bootstrap: `npm run vendor`.
//
// Bootstrap keeps only the rules whose classes stand in a quoted string of a template or of a
// Python file; our own CSS is kept whole. Every output carries a hash of its bytes in its name, and
// dist/manifest.json tells which name that is: {"site.css": "dist/site.0123abcd.css", ...},
// with addresses relative to static/.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, "dist");
const browsers = ["chrome99", "firefox97", "safari15.4"];

const sheets = [
  "tokens", "text", "frame", "page", "home", "desk", "reading", "lesson",
  "buttons", "components", "ways", "tables", "forms", "quiz", "programmes", "print",
];
const content = ["templates", "elearn", "courses", "quizzes", "certificates"].flatMap((room) => [
  join(root, room, "**/*.html"),
  join(root, room, "**/*.py"),
]);
// Reboot styles elements, and imported manuals may hold any of them.
const elements =
  "html body a abbr address article aside b blockquote button caption code dd details dl dt em " +
  "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i iframe img input kbd label " +
  "legend li main mark nav ol optgroup option output p pre progress q s samp section select small " +
  "strong sub summary sup svg table tbody td textarea tfoot th thead time tr ul var video root " +
  "before after type text number date time search file button submit disabled hidden list " +
  "placeholder invalid role title href controls";
// Parts that need Bootstrap's script, or whose work our own CSS does.
const unused =
  /(accordion|alert|breadcrumb|btn|carousel|collapse|dropdown|dropup|dropend|dropstart|fade|card|form-floating|form-range|form-switch|input-group|list-group|modal|nav-|navbar|offcanvas|page-(item|link)|pagination|placeholder-|popover|progress-|ratio|spinner|stretched-link|table-(primary|secondary|success|info|warning|danger|light|dark|striped|hover|active)|toast|tooltip|link-(primary|secondary|success|info|warning|danger|light|dark|underline|offset|opacity)|text-bg|bg-|border-(primary|secondary|success|info|warning|danger|light|dark)|text-(primary|secondary|success|info|warning|danger|light|dark|muted|white|black)|shadow|figure-|display-|rounded|fs-|fw-|lead$|badge)/;

function quotedWords(text) {
  const strings = text.match(/"[^"]*"|'[^']*'/g) ?? [];
  return strings.flatMap((string) => string.match(/[A-Za-z][\w-]*/g) ?? []);
}

async function bootstrap(file) {
  const path = join(root, "node_modules/bootstrap/dist/css", file);
  const [{ css }] = await new PurgeCSS().purge({
    content,
    css: [path],
    defaultExtractor: quotedWords,
    extractors: [{ extractor: quotedWords, extensions: ["html", "py"] }],
    safelist: { standard: elements.split(" ") },
    blocklist: [new RegExp(`^\\.?${unused.source}`), /data-bs-/, /valid-feedback|was-validated|is-(in)?valid$/],
    variables: true,
    keyframes: true,
  });
  // PurgeCSS cannot tell the class .nav from the element nav: such classes go here.
  return css
    .replace(/^@charset "UTF-8";/, "")
    .replace(/\.(h[1-6]|mark|small),\s*(?=[.a-z])|,\s*\.(h[1-6]|mark|small)(?=[\s,{])/g, "")
    .replace(/^\.(blockquote|figure|nav|placeholder|progress)\b[^{]*\{[^}]*\}/gm, "");
}

function own() {
  return sheets.map((name) => readFileSync(join(here, "css", `${name}.css`), "utf8")).join("\n");
}

async function styles(file) {
  const source = `@layer bootstrap{${await bootstrap(file)}}\n${own()}`;
  const options = { loader: "css", minify: true, target: browsers, legalComments: "none" };
  const { code } = await transform(source, options);
  return `/*! Includes parts of Bootstrap 5.3.9, MIT licence: see licences.txt */\n${code}`;
}

async function script(name) {
  const { outputFiles } = await build({
    entryPoints: [join(here, "js", name)],
    bundle: true,
    minify: true,
    format: "esm",
    target: browsers,
    write: false,
  });
  return outputFiles[0].text;
}

async function outputs() {
  const files = new Map([
    ["site.css", await styles("bootstrap.css")],
    ["site.rtl.css", await styles("bootstrap.rtl.css")],
  ]);
  const listed = (folder, suffix) =>
    readdirSync(join(here, folder)).filter((name) => extname(name) === suffix).sort();
  for (const name of listed("js", ".js")) files.set(name, await script(name));
  for (const name of listed("img", ".svg")) files.set(name, readFileSync(join(here, "img", name)));
  return files;
}

const manifest = {};
const files = await outputs();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const [name, bytes] of files) {
  const { name: stem, ext } = parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  manifest[name] = `dist/${stem}.${hash}${ext}`;
  writeFileSync(join(here, manifest[name]), bytes);
  console.log(`${manifest[name]}  ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const licence = readFileSync(join(root, "node_modules/bootstrap/LICENSE"), "utf8");
writeFileSync(join(dist, "licences.txt"), `Bootstrap 5.3.9 (parts, in site.css and site.rtl.css)\n\n${licence}`);

// Journeys judge pages by axe-core; it is not part of what is served.
const data = join(root, "tests/data");
mkdirSync(data, { recursive: true });
copyFileSync(join(root, "node_modules/axe-core/axe.min.js"), join(data, "axe.min.js"));
copyFileSync(join(root, "node_modules/axe-core/LICENSE"), join(data, "axe.licence.txt"));
