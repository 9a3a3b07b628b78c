// Builds the style sheet and scripts into static/build, which git ignores.
// Nothing of other people's is committed: fonts and icons are copied from node_modules.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "static", "build");
const modules = join(root, "node_modules");

function copyAll(from, to, wanted) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter(wanted)) copyFileSync(join(from, name), join(to, name));
}

function fonts() {
  for (const family of ["source-sans-3", "source-serif-4"]) {
    const files = join(modules, "@fontsource-variable", family, "files");
    copyAll(files, join(out, "fonts"), (name) => /-latin(-ext)?-wght-(normal|italic)\.woff2$/.test(name));
  }
}

function icons() {
  const images = join(modules, "@ministryofjustice/frontend/moj/assets/images");
  copyAll(images, join(out, "assets/images"), (name) => /^icon-.*\.svg$/.test(name));
  // The footer's style sheet names a crest that only GOV.UK may show: an empty picture keeps the
  // manifest of static files whole.
  const empty = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>\n';
  writeFileSync(join(out, "assets/images/govuk-crest.svg"), empty);
}

async function styles() {
  const built = sass.compile(join(root, "frontend/scss/app.scss"), {
    loadPaths: [root],
    quietDeps: true,
    style: "expanded",
  });
  const small = await esbuild.transform(built.css, { loader: "css", minify: true });
  writeFileSync(join(out, "app.css"), small.code);
}

async function scripts() {
  await esbuild.build({
    entryPoints: [join(root, "frontend/js/app.js"), join(root, "frontend/js/js-enabled.js")],
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2019",
    legalComments: "eof",
  });
}

const started = performance.now();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
fonts();
icons();
await Promise.all([styles(), scripts()]);
console.log(`static/build written in ${((performance.now() - started) / 1000).toFixed(1)} s`);
