// keypress.mjs ADDRESS COOKIE: opens a form in Chromium, types in its first field, and prints as JSON how long the page
// computes for each key press (median and 95th percentile of milliseconds) and the kilobytes of script it had fetched.
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../ui/package.json', import.meta.url))
const { chromium } = require('@playwright/test')
const [address, cookie] = process.argv.slice(2)

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })
const context = await browser.newContext({ locale: 'en' })
await context.addCookies([{ name: 'esteira_applicant', value: cookie, url: new URL('api', address).href }])
const page = await context.newPage()
await page.goto(address)
const first = page.getByRole('textbox').first()
await first.waitFor({ timeout: 20_000 })
const scripts = await page.evaluate(() =>
  performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0),
)
// From the key to the first task after all that it set off: handlers, rules and React's commit.
await page.evaluate(() => {
  window.presses = []
  let began = 0
  window.addEventListener('keydown', () => { began = performance.now() }, { capture: true })
  window.addEventListener('input', () => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => window.presses.push(performance.now() - began)
    channel.port2.postMessage(null)
  })
})
await first.click()
for (const key of 'Maria Helena da Silva Pereira e Costa Andrade Filha de Souza') {
  await page.keyboard.press(key === ' ' ? 'Space' : key)
  await page.waitForTimeout(30)
}
const presses = (await page.evaluate(() => window.presses)).sort((a, b) => a - b)
const inputs = await page.getByRole('textbox').count()
await browser.close()
const at = (share) => presses[Math.min(presses.length - 1, Math.floor(presses.length * share))]
console.log(JSON.stringify({ median: at(0.5), most: at(0.95), presses: presses.length, inputs, scripts: scripts / 1000 }))
