// Reads posts, one JSON line each ({"name", "text", "key"}), with Hexo; writes what it read.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { plain, rows, write } from "./plain.mjs";

const require = createRequire(path.join(process.cwd(), "x.js"));
const Hexo = require("hexo");
write({ version: require("hexo/package.json").version, also: `hexo-front-matter ${require("hexo-front-matter/package.json").version}, Node ${process.versions.node}` });

const base = fs.mkdtempSync(path.join(process.cwd(), "hexo-"));
fs.mkdirSync(path.join(base, "source/_posts"), { recursive: true });
fs.writeFileSync(path.join(base, "_config.yml"), "title: t\ntimezone: ''\nfuture: true\n");
fs.writeFileSync(path.join(base, "package.json"), '{"hexo": {"version": ""}, "dependencies": {"hexo-renderer-marked": "*"}}');
fs.symlinkSync(path.join(process.cwd(), "node_modules"), path.join(base, "node_modules"));
for (const row of rows()) {
  const file = path.join(base, "source/_posts/p.md");
  fs.writeFileSync(file, row.text);
  const said = [];
  try {
    fs.rmSync(path.join(base, "db.json"), { force: true });
    const hexo = new Hexo(base, { silent: true });
    for (const level of ["error", "warn", "fatal"]) hexo.log[level] = (...words) => said.push(words.map((w) => w?.err?.message ?? w?.message ?? String(w)).join(" "));
    await hexo.init();
    await hexo.load();
    const post = hexo.model("Post").toArray()[0];
    const message = said.join(" ").replaceAll(base, "").replace(/\s+/g, " ").slice(0, 200);
    if (!post) write({ name: row.name, outcome: said.length ? "error" : "dropped", message });
    else {
      const value = ["tags", "categories"].includes(row.key) ? post[row.key].toArray().map((t) => t.name) : post[row.key];
      write({ name: row.name, outcome: said.length ? "warned" : "read", ...plain(value), date: plain(post.date), body: String(post.raw === row.text.replace(/^\ufeff/, "") ? post._content : post.raw).slice(0, 40), message });
    }
    await hexo.exit();
  } catch (error) {
    write({ name: row.name, outcome: "stops", message: String(error.message).replaceAll(base, "").replace(/\s+/g, " ").slice(0, 200) });
  }
}
fs.rmSync(base, { recursive: true });
process.exit(0);
