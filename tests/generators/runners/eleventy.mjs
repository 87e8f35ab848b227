// Reads posts, one JSON line each ({"name", "text", "key"}), with Eleventy; writes what it read.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { plain, rows, write } from "./plain.mjs";

const require = createRequire(path.join(process.cwd(), "x.js"));
const root = path.join(process.cwd(), "node_modules/@11ty/eleventy");
const { default: Eleventy } = await import(pathToFileURL(path.join(root, "src/Eleventy.js")));
write({ version: JSON.parse(fs.readFileSync(path.join(root, "package.json"))).version, also: `Node ${process.versions.node}` });

const base = fs.mkdtempSync(path.join(process.cwd(), "eleventy-"));
process.chdir(base);
let count = 0;
for (const row of rows()) {
  const folder = `c${count++}`;
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "p.md"), row.text);
  let seen = [];
  try {
    const site = new Eleventy(folder, `out-${folder}`, {
      quietMode: true,
      source: "script",
      config(c) {
        c.setQuietMode(true);
        c.addCollection("dump", (api) => { seen = api.getAll(); return seen; });
      },
    });
    site.setDryRun(true);
    site.disableLogger?.();
    await site.toJSON();
    const post = seen[0];
    if (!post) write({ name: row.name, outcome: "dropped" });
    else write({ name: row.name, outcome: "read", ...plain(row.key === "date" ? post.data.date : post.data[row.key]),
                 date: plain(post.date), body: String(post.rawInput ?? post.template?.inputContent ?? "").slice(0, 40) });
  } catch (error) {
    const cause = error.originalError ?? error.cause ?? error;
    write({ name: row.name, outcome: "stops", message: `${error.message} ${cause === error ? "" : cause.message}`.replaceAll(base, "").replace(/\s+/g, " ").slice(0, 300) });
  }
}
fs.rmSync(base, { recursive: true });
process.exit(0);
