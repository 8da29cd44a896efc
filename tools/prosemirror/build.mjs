// Bundles ProseMirror as released into static/vendor/prosemirror and writes its entry of the manifest.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const VENDOR = new URL("../../static/vendor/", import.meta.url);
const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8")).packages;
const parts = Object.entries(lock).filter(([path, part]) => path && !path.includes("esbuild") && !part.optional);
const named = parts.map(([path, part]) => [path.replace("node_modules/", ""), part]);

await build({
  entryPoints: [new URL("entry.mjs", import.meta.url).pathname],
  outfile: new URL("prosemirror/prosemirror.min.js", VENDOR).pathname,
  bundle: true, minify: true, format: "iife", globalName: "ProseMirror", target: "es2020", legalComments: "none",
  banner: { js: `/* ${named.map(([name, part]) => `${name} ${part.version}`).join(", ")} – MIT, see LICENSE */` },
});

const licences = named.map(([name]) => {
  const text = readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url), "utf8").trim();
  return `${name}\n\n${text}\n`;
});
writeFileSync(new URL("prosemirror/LICENSE", VENDOR), licences.join("\n----\n\n"));

const sum = (file) => `sha384-${createHash("sha384").update(readFileSync(new URL(file, VENDOR))).digest("base64")}`;
const manifest = JSON.parse(readFileSync(new URL("manifest.json", VENDOR), "utf8"));
const files = ["prosemirror/LICENSE", "prosemirror/prosemirror.min.js"];
const entry = {
  name: "prosemirror",
  version: lock["node_modules/prosemirror-view"].version,
  licence: "MIT",
  parts: Object.fromEntries(named.map(([name, part]) => [name, { version: part.version, integrity: part.integrity }])),
  files: Object.fromEntries(files.map((file) => [file, sum(file)])),
};
manifest.packages = [...manifest.packages.filter((one) => one.name !== "prosemirror"), entry]
  .sort((one, other) => one.name.localeCompare(other.name));
writeFileSync(new URL("manifest.json", VENDOR), `${JSON.stringify(manifest, null, 2)}\n`);
