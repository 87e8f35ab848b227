// Shared by the runners in JavaScript: rows of standard input, and values as JSON with their type.
import fs from "node:fs";

export const rows = () => fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

// A pipe of a tool that made it non-blocking may be full for a moment.
export function write(row) {
  let rest = Buffer.from(JSON.stringify(row) + "\n");
  while (rest.length) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

export function plain(value) {
  if (value === undefined) return { type: "undefined", value: null };
  if (value === null) return { type: "null", value: null };
  if (value instanceof Date) return { type: "Date", value: isNaN(value) ? "Invalid Date" : value.toISOString() };
  if (value?._isAMomentObject) return { type: "Moment", value: value.isValid() ? value.toDate().toISOString() : "Invalid date" };
  if (typeof value === "number") return { type: "number", value: Number.isFinite(value) ? value : String(value) };
  if (typeof value === "bigint") return { type: "bigint", value: String(value) };
  if (Array.isArray(value)) return { type: "array", value: value.map((item) => plain(item).value) };
  if (value instanceof Map || value instanceof Set || value instanceof Uint8Array) return { type: value.constructor.name, value: String([...value]) };
  if (typeof value === "object") return { type: "object", value: Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v).value])) };
  return { type: typeof value, value: typeof value === "string" || typeof value === "boolean" ? value : String(value) };
}
