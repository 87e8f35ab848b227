// Reads posts, one JSON line each ({"name", "text", "key"}), with Astro's content collections; writes
// what it read. `date` goes through `z.coerce.date()`, as in Astro's blog template. What its parser
// refuses stops a build, so those posts are left out of the one real build that reads the others.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { rows, write } from "./plain.mjs";

const asked = rows(); // Before anything else: importing Astro changes how standard input is read.
const modules = path.join(process.cwd(), "node_modules");
const load = (name) => import(pathToFileURL(path.join(modules, name)));
const version = JSON.parse(fs.readFileSync(path.join(modules, "astro/package.json"))).version;
const { parseFrontmatter } = await load("@astrojs/internal-helpers/dist/frontmatter.js");
const { build } = await load("astro/dist/core/index.js");
write({ version, also: `Node ${process.versions.node}` });

const base = fs.mkdtempSync(path.join(process.cwd(), "astro-"));
for (const folder of ["src/posts", "src/pages"]) fs.mkdirSync(path.join(base, folder), { recursive: true });
fs.symlinkSync(modules, path.join(base, "node_modules"));
fs.writeFileSync(path.join(base, "package.json"), '{"type": "module"}');
fs.copyFileSync(new URL("plain.mjs", import.meta.url), path.join(base, "src/plain.mjs"));
fs.writeFileSync(path.join(base, "src/content.config.ts"), `
import { defineCollection } from "astro:content";
import { z } from "astro/zod";
import { glob } from "astro/loaders";
const coerced = z.coerce.date();
const posts = defineCollection({
  loader: glob({ pattern: "*.md", base: "src/posts" }),
  schema: z.any().transform((data) => {
    const date = data?.date === undefined ? undefined : coerced.safeParse(data.date);
    return { data, date: date === undefined ? "missing" : date.success ? date.data.toISOString() : "Invalid Date" };
  }),
});
export const collections = { posts };
`);
fs.writeFileSync(path.join(base, "src/pages/dump.json.ts"), `
import { getCollection } from "astro:content";
import { plain } from "../plain.mjs";
export const GET = async () => new Response(JSON.stringify((await getCollection("posts")).map((post) => ({
  id: post.id, date: post.data.date, body: (post.body ?? "").slice(0, 40),
  data: Object.fromEntries(Object.entries(post.data.data ?? {}).map(([k, v]) => [k, plain(v)])) }))));
`);
const refused = new Map();
asked.forEach((row, index) => {
  try {
    parseFrontmatter(row.text);
    fs.writeFileSync(path.join(base, `src/posts/c${index}.md`), row.text);
  } catch (error) {
    refused.set(index, String(error.message).replace(/\s+/g, " ").slice(0, 200));
  }
});
await build({ root: base, logLevel: "error", devOutput: false });
const read = new Map(JSON.parse(fs.readFileSync(path.join(base, "dist/dump.json"))).map((post) => [post.id, post]));
asked.forEach((row, index) => {
  const post = read.get(`c${index}`) ?? [...read.values()].find((p) => p.data.slug?.value && !p.id.match(/^c\d+$/) && String(asked[index].text).includes(`slug: ${p.data.slug.value}`));
  if (refused.has(index)) write({ name: row.name, outcome: "stops", message: refused.get(index) });
  else if (!post) write({ name: row.name, outcome: "dropped" });
  else write({ name: row.name, outcome: "read", ...(post.data[row.key] ?? { type: "undefined", value: null }), date: { type: "Date", value: post.date }, body: post.body });
});
fs.rmSync(base, { recursive: true });
process.exit(0);
