// Builds web/map.js of the plugin's jar: node build.mjs [--out <folder>]
import { build } from "esbuild";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { shapes } from "./shapes.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const argument = process.argv.indexOf("--out");
const out = path.resolve(here, argument > 0 ? process.argv[argument + 1] : "target/classes/web");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { map: "src/main/web/map.ts" },
  outdir: out,
  bundle: true,
  format: "esm",
  minify: true,
  legalComments: "linked",
  charset: "utf8",
  target: ["chrome117", "edge117", "firefox125", "safari17"],
  logLevel: "warning",
  plugins: [
    {
      name: "shapes",
      setup(builder) {
        builder.onResolve({ filter: /^china-shapes$/ }, () => ({ path: "china", namespace: "shapes" }));
        builder.onLoad({ filter: /.*/, namespace: "shapes" }, async () => ({
          contents: JSON.stringify(await shapes()),
          loader: "json",
        }));
      },
    },
  ],
});
