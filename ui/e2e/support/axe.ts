import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Violation {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

/** What axe finds on a page, one line for each rule. It goes in through the debugger, so the page's own CSP stays as strict as it is. */
export async function findings(page: Page): Promise<string[]> {
  const debug = await page.context().newCDPSession(page)
  const run = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} }, resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations))`
  try {
    await debug.send('Runtime.evaluate', { expression: `if (!globalThis.axe) { ${source} }` })
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', { expression: run, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    const violations = JSON.parse(String(result.value)) as Violation[]
    return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 200)} ${n.failureSummary ?? ''}`).join(' | ')}`)
  } finally {
    await debug.detach()
  }
}
