import { type BrowserContext, expect, type TestInfo, test as base } from '@playwright/test'
import type { Locale } from '../../src/i18n/locale'
import { Applicant } from './applicant'
import { Member, type Role } from './member'
import { newPerson, type Person } from './people'
import { type Keeping, Server } from './server'
import { Words } from './words'

export { expect }

export interface Options {
  /** Where the server keeps things. */
  keeping: Keeping
}

interface Fixtures {
  /** The language of the applicant's phone and of the desk. */
  language: Locale
  /** An applicant with a phone of their own; the same person may have several. */
  applicant: (person?: Person) => Promise<Applicant>
  /** A member of staff at their own computer. */
  member: (role: Role) => Promise<Member>
  /** What the server says during a test, kept when it fails. */
  serverLog: void
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const desk = { viewport: { width: 1280, height: 860 } }

export const test = base.extend<Fixtures, Options & { server: Server }>({
  keeping: ['sqlite', { option: true, scope: 'worker' }],
  language: ['pt-BR', { option: true }],
  server: [
    async ({ keeping }, use) => {
      const server = await Server.start(keeping)
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  applicant: async ({ browser, server, language }, use, info) => {
    const contexts: BrowserContext[] = []
    await use(async (person = newPerson(language === 'ar' ? 'مريم الحسن' : 'Maria de Souza Lima')) => {
      const context = await browser.newContext({ ...phone, locale: language, timezoneId: 'America/Sao_Paulo', baseURL: server.url })
      contexts.push(context)
      return new Applicant(await context.newPage(), new Words(language), person, server)
    })
    await finish(contexts, info)
  },
  member: async ({ browser, server, language }, use, info) => {
    const contexts: BrowserContext[] = []
    await use(async (role) => {
      const context = await browser.newContext({ ...desk, locale: language, timezoneId: 'America/Sao_Paulo', baseURL: server.url })
      contexts.push(context)
      const member = new Member(await context.newPage(), new Words(language), role)
      await member.logsIn()
      return member
    })
    await finish(contexts, info)
  },
  serverLog: [
    async ({ server }, use, info) => {
      const before = server.said.length
      await use()
      if (info.status !== info.expectedStatus) await info.attach('server log', { body: server.said.slice(before), contentType: 'text/plain' })
    },
    { auto: true },
  ],
})

/** Closes the browsers; a failed test keeps what they showed. */
async function finish(contexts: BrowserContext[], info: TestInfo): Promise<void> {
  if (info.status !== info.expectedStatus) {
    for (const page of contexts.flatMap((c) => c.pages())) {
      const body = await page.screenshot({ fullPage: true }).catch(() => undefined)
      if (body) await info.attach(page.url(), { body, contentType: 'image/png' })
    }
  }
  for (const context of contexts) await context.close()
}
