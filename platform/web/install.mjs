// Runs npm ci where node_modules is not what the lock file says.
//   node install.mjs [<folder of package-lock.json>]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.resolve(process.argv[2] ?? path.dirname(fileURLToPath(import.meta.url)));
const lock = readFileSync(path.join(folder, "package-lock.json"));
const wanted = createHash("sha256").update(lock).digest("hex");
const mark = path.join(folder, "node_modules", ".cockpit-lock");

if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (done.status !== 0) {
    console.error(`npm ci failed in ${folder}. Node 20 and npm 10 or newer must be on the path and reach the registry.`);
    process.exit(1);
  }
  writeFileSync(mark, wanted);
}
