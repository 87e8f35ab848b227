// Writes the Markdown of the working folder anew: node format.mjs FOLDER_OF_PACKAGES [math].
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [packages, math] = process.argv.slice(2);
const load = async (name) => {
  const place = path.join(packages, "node_modules", name, "index.js");
  return import(pathToFileURL(place));
};
let processor = (await load("remark")).remark().use((await load("remark-gfm")).default);
if (math) processor = processor.use((await load("remark-math")).default);
for (const name of fs.readdirSync(".").filter((one) => one.endsWith(".md"))) {
  fs.writeFileSync(name, String(await processor.process(fs.readFileSync(name, "utf8"))));
}
