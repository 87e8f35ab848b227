// Run where npm installed the renderers: `node render.mjs NAME` reads and writes JSON Lines.
import { createInterface } from 'node:readline'

async function renderer(name) {
  if (name === 'marked') {
    const { marked } = await import('marked')
    return text => marked.parse(text, { gfm: true })
  }
  if (name === 'micromark') {
    const { micromark } = await import('micromark')
    const { gfmTable, gfmTableHtml } = await import('micromark-extension-gfm-table')
    const { gfmStrikethrough, gfmStrikethroughHtml } = await import('micromark-extension-gfm-strikethrough')
    const { gfmTaskListItem, gfmTaskListItemHtml } = await import('micromark-extension-gfm-task-list-item')
    return text => micromark(text, {
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
      extensions: [gfmTable(), gfmStrikethrough(), gfmTaskListItem()],
      htmlExtensions: [gfmTableHtml(), gfmStrikethroughHtml(), gfmTaskListItemHtml()]
    })
  }
  throw new Error(name)
}

const render = await renderer(process.argv[2])
for await (const line of createInterface({ input: process.stdin })) {
  const { id, markdown } = JSON.parse(line)
  let html = null
  try { html = render(markdown) } catch {}
  console.log(JSON.stringify({ id, html }))
}
