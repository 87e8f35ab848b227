// Reads posts, one JSON line each ({"name", "text", "key"}), with gray-matter, as Docusaurus, Gatsby
// and VitePress do; writes what it read.
import path from "node:path";
import { createRequire } from "node:module";
import { plain, rows, write } from "./plain.mjs";

const require = createRequire(path.join(process.cwd(), "x.js"));
const matter = require("gray-matter");
write({ version: require("gray-matter/package.json").version, also: `Node ${process.versions.node}` });
for (const row of rows()) {
  try {
    const { data, content } = matter(row.text, {});
    const value = data === null || typeof data !== "object" ? { type: `root ${typeof data}`, value: null } : plain(data[row.key]);
    write({ name: row.name, outcome: "read", ...value, body: content.slice(0, 40) });
  } catch (error) {
    write({ name: row.name, outcome: "stops", message: String(error.message).replace(/\s+/g, " ").slice(0, 200) });
  }
}
