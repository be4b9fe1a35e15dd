// Serves the demo on 127.0.0.1 without the server: node demo/serve.mjs [port]
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const roots = {
  "/ck/": path.join(here, "../target/classes/META-INF/resources/ck"),
  "/plugin-assets/map/0.1.0/": path.join(here, "../../../widgets/map/target/classes/web"),
  "/": here,
};
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://demo");
  const prefix = Object.keys(roots).find((one) => url.pathname.startsWith(one)) ?? "/";
  const name = path.normalize(url.pathname.slice(prefix.length) || "index.html");
  try {
    if (name.startsWith("..")) {
      throw new Error("outside");
    }
    const body = await readFile(path.join(roots[prefix], name));
    response.writeHead(200, { "content-type": `${types[path.extname(name)] ?? "text/plain"}; charset=utf-8` });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(Number(process.argv[2] ?? 8099), "127.0.0.1", function () {
  console.log(`http://127.0.0.1:${this.address().port}/?layout=desktop&theme=light&locale=zh-CN`);
});
