import { loadApplicantTexts } from '../i18n/catalogue'
import type approvals from '../i18n/en/approvals.json'
import type casepage from '../i18n/en/casepage.json'
import type desk from '../i18n/en/desk.json'
import type inbox from '../i18n/en/inbox.json'
import type integration from '../i18n/en/integration.json'
import type palette from '../i18n/en/palette.json'
import type views from '../i18n/en/views.json'
import { loadFiles } from '../i18n/files'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    approvals: typeof approvals
    casepage: typeof casepage
    desk: typeof desk
    inbox: typeof inbox
    integration: typeof integration
    palette: typeof palette
    views: typeof views
  }
}

/** What the staff's screens say; the applicant's words too, because staff see the same fields. */
export async function loadDeskTexts(locale: Locale): Promise<Texts> {
  const [shared, own] = await Promise.all([loadApplicantTexts(locale), loadFiles(locale, ['desk', 'approvals', 'casepage', 'inbox', 'integration', 'palette', 'views'])])
  return { ...shared, ...own }
}
