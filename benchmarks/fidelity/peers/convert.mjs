// Run where npm installed the peers: `node convert.mjs NAME` reads and writes JSON Lines.
import { createInterface } from 'node:readline'

async function converter(name) {
  if (name === 'turndown') {
    const Turndown = (await import('turndown')).default
    const { gfm } = await import('turndown-plugin-gfm')
    const service = new Turndown({ headingStyle: 'atx', codeBlockStyle: 'fenced' })
    service.use(gfm)
    return html => service.turndown(html)
  }
  const { unified } = await import('unified')
  const parse = (await import('rehype-parse')).default
  const remark = (await import('rehype-remark')).default
  const gfm = (await import('remark-gfm')).default
  const write = (await import('remark-stringify')).default
  const pipe = unified().use(parse, { fragment: true }).use(remark).use(gfm).use(write)
  return html => String(pipe.processSync(html))
}

const convert = await converter(process.argv[2])
for await (const line of createInterface({ input: process.stdin })) {
  const { id, html } = JSON.parse(line)
  const before = process.cpuUsage()
  let answer
  try { answer = { markdown: convert(html) } } catch (error) { answer = { error: error.name } }
  const used = process.cpuUsage(before)
  console.log(JSON.stringify({ id, cpu: (used.user + used.system) / 1e6, ...answer }))
}
