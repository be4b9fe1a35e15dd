// Type check, then the tests: bundled by esbuild, run by Node's own runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "target", "node-test");

const types = spawnSync(process.execPath, [path.join(here, "node_modules/typescript/bin/tsc"), "--noEmit"], {
  cwd: here,
  stdio: "inherit",
});
if (types.status !== 0) {
  process.exit(1);
}

await rm(out, { recursive: true, force: true });
const tests = (await readdir(path.join(here, "test"))).filter((name) => name.endsWith(".test.ts"));
await build({
  absWorkingDir: here,
  entryPoints: tests.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=dot", ...tests.map((name) => path.join(out, name.replace(/\.ts$/, ".mjs")))],
  { cwd: here, stdio: "inherit" },
);
process.exit(run.status ?? 1);
