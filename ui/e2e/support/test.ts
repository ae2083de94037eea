import { type BrowserContext, type BrowserContextOptions, expect, type Page, type TestInfo, test as base } from '@playwright/test'
import type { Locale } from '../../src/i18n/locale'
import { Applicant } from './applicant'
import { type Hand, mouse } from './hand'
import { Keys } from './keys'
import { Member, type Role } from './member'
import { newPerson, type Person } from './people'
import { type Keeping, Server } from './server'
import { Words } from './words'

export { expect }

export interface Options {
  /** Where the server keeps things. */
  keeping: Keeping
}

/** Who takes part in a test, and what they work with. */
export type Cast = Pick<Fixtures, 'member' | 'applicant' | 'hand'>

interface Fixtures {
  /** The language of the applicant's phone and of the desk. */
  language: Locale
  /** An applicant with a phone of their own; the same person may have several. */
  applicant: (person?: Person) => Promise<Applicant>
  /** A member of staff at their own computer. */
  member: (role: Role) => Promise<Member>
  /** By what everybody works: with keys, nothing may come from a mouse. */
  by: Hand['kind']
  hand: Hand
  /** A browser of its own for one person. */
  opens: (device: BrowserContextOptions) => Promise<Page>
  /** What the server says during a test, kept when it fails. */
  serverLog: void
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
/** Says of every press of a mouse, a finger or a pen where it was. */
async function watchesPointers(context: BrowserContext, found: string[]): Promise<void> {
  await context.exposeBinding('pointed', (_, where: string) => void found.push(where))
  await context.addInitScript(() => {
    const tell = (event: Event): void => {
      if (event.isTrusted) (window as unknown as { pointed: (where: string) => void }).pointed(`${event.type} on ${(event.target as Element).outerHTML.slice(0, 120)}`)
    }
    for (const type of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(type, tell, { capture: true, passive: true })
  })
}

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
  by: ['mouse', { option: true }],
  hand: async ({ by }, use) => use(by === 'keys' ? new Keys() : mouse),
  opens: async ({ browser, server, language, by }, use, info) => {
    const contexts: BrowserContext[] = []
    const pointed: string[] = []
    await use(async (device) => {
      const context = await browser.newContext({ ...device, locale: language, timezoneId: 'America/Sao_Paulo', baseURL: server.url })
      contexts.push(context)
      if (by === 'keys') await watchesPointers(context, pointed)
      return context.newPage()
    })
    await finish(contexts, info)
    expect(pointed).toEqual([])
  },
  applicant: async ({ opens, server, language, hand }, use) => {
    const device = hand.kind === 'keys' ? desk : phone
    await use(async (person = newPerson(language === 'ar' ? 'مريم الحسن' : 'Maria de Souza Lima')) => new Applicant(await opens(device), new Words(language), person, server))
  },
  member: async ({ opens, language, hand }, use) => {
    await use(async (role) => {
      const member = new Member(await opens(desk), new Words(language), role, hand)
      await member.logsIn()
      return member
    })
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
