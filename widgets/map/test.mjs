// Type check, then the tests.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
for (const args of [
  [path.join(here, "node_modules/typescript/bin/tsc"), "--noEmit"],
  ["--test", "--test-reporter=dot", "test/labels.test.mjs", "test/shapes.test.mjs"],
]) {
  const run = spawnSync(process.execPath, args, { cwd: here, stdio: "inherit" });
  if (run.status !== 0) {
    process.exit(1);
  }
}
