// builder.mjs ADDRESS EMAIL PASSWORD FORM PIPELINE: opens a form in the builder in Chromium, types in it, drops fields and
// takes them back, and prints as JSON how many milliseconds each took in the middle (medians), beside the answer of the
// server to a check of the pipeline.
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../ui/package.json', import.meta.url))
const { chromium } = require('@playwright/test')
const [address, email, password, form, pipeline] = process.argv.slice(2)

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const times = async (n, measure) => {
  const all = []
  for (let i = 0; i < n; i++) all.push(await measure(i))
  return middle(all)
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })
const page = await (await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } })).newPage()
await page.goto(`${address}/login`)
await page.getByLabel('E-mail').fill(email)
await page.getByRole('textbox', { name: 'Password' }).fill(password)
await page.getByRole('button', { name: 'Log in' }).click()
await page.getByRole('navigation').first().waitFor()

// Opened: the canvas shows fields, and the page has answered to a frame and to a task after it.
await page.addInitScript(() => {
  const seen = () => document.querySelector('[data-region="canvas"] [data-page] [data-node]')
  const wait = () => (seen() ? requestAnimationFrame(() => setTimeout(() => { window.opened = performance.now() })) : requestAnimationFrame(wait))
  wait()
})
const card = page.locator('[data-region="canvas"] [data-page] [data-list] > [data-node]').nth(2)
const opened = await times(7, async () => {
  await page.goto('about:blank')
  await page.goto(`${address}/builder/form/${form}`)
  return (await page.waitForFunction(() => window.opened)).jsonValue()
})

// From what a person does to the first task after the frame that shows it: handlers, React, layout, and the wait for the
// frame, which alone is up to 17 ms. Of a letter also what the page computes for it (isFramed false): all to the layout.
const after = (kind, isFramed) =>
  page.evaluate(([name, framed]) => {
    window.took = new Promise((done) => {
      const heard = (event) => {
        if (event.key === 'Control') return
        window.removeEventListener(name, heard, true)
        const began = performance.now()
        const next = () => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => done(performance.now() - began)
          channel.port2.postMessage(null)
        }
        // React renders what was typed in a microtask that its own listener asked for before this one.
        const computed = () => queueMicrotask(() => done((document.body.offsetHeight, performance.now() - began)))
        if (framed) requestAnimationFrame(next)
        else window.addEventListener('input', computed, { once: true })
      }
      window.addEventListener(name, heard, true)
    })
  }, [kind, isFramed])
const took = async (kind, act, isFramed = true) => {
  await page.waitForTimeout(60) // what came before has settled
  await after(kind, isFramed)
  await act()
  return page.evaluate(() => window.took)
}

await card.click({ position: { x: 6, y: 6 } })
const label = page.getByRole('complementary', { name: 'Properties' }).getByLabel('Label', { exact: true })
await label.click()
const letter = (isFramed) => times(40, (i) => took('keydown', () => page.keyboard.press('abcdefghij'[i % 10]), isFramed))
const type = await letter(false)
const typeShown = await letter(true)

const tile = page.getByRole('button', { name: 'Short text', exact: true })
const from = await tile.boundingBox()
const to = await card.boundingBox()
const drop = async () => {
  await page.mouse.move(from.x + 20, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + 30)
  await page.mouse.move(to.x + 100, to.y + 4, { steps: 4 })
  return took('pointerup', () => page.mouse.up())
}
const undo = () => took('keydown', () => page.keyboard.press('Control+z'))
const [drops, undos] = [[], []]
for (let i = 0; i < 12; i++) {
  drops.push(await drop())
  await page.locator('[data-region="canvas"] [data-mark="active"]').focus()
  undos.push(await undo())
}
const soundness = pipeline
  ? await times(9, () => page.evaluate(async (url) => {
      const began = performance.now()
      const answer = await fetch(url, { method: 'POST', headers: { 'X-Esteira': '1' } })
      await answer.json()
      if (!answer.ok) throw new Error(`check: ${answer.status}`)
      return performance.now() - began
    }, `${new URL(address).pathname}/api/v1/definitions/pipeline/${pipeline}/check`))
  : 0
const fields = await page.evaluate(async (url) => (await (await fetch(url)).json()).draft.pages.flatMap((p) => p.fields).length, `${new URL(address).pathname}/api/v1/definitions/form/${form}`)
await page.setContent('<textarea></textarea>')
await page.locator('textarea').click()
const bareShown = await letter(true)
await browser.close()
console.log(JSON.stringify({ opened, type, typeShown, bareShown, drop: middle(drops), undo: middle(undos), soundness, fields }))
