// Builds the browser code into the folder that Spring Boot serves at /ck/.
//   node build.mjs [--out <folder>] [--report]
import { build } from "esbuild";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const argument = process.argv.indexOf("--out");
const out = path.resolve(here, argument > 0 ? process.argv[argument + 1] : "target/classes/META-INF/resources/ck");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "linked",
  target: ["chrome117", "edge117", "firefox125", "safari17"],
  logLevel: "warning",
};

await build({
  ...common,
  entryPoints: { cockpit: "src/cockpit-module.ts" },
  outdir: out,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
});
await build({
  ...common,
  entryPoints: { cockpit: "src/cockpit.css", tokens: "src/tokens.css" },
  outdir: out,
});

if (process.argv.includes("--report")) {
  for (const name of (await readdir(out)).sort()) {
    const bytes = await readFile(path.join(out, name));
    console.log(`${name.padEnd(28)} ${String(bytes.length).padStart(8)} bytes ${String(gzipSync(bytes).length).padStart(8)} gzip`);
  }
}
