import type audit from '../i18n/en/audit.json'
import type calendar from '../i18n/en/calendar.json'
import type policies from '../i18n/en/policies.json'
import type settings from '../i18n/en/settings.json'
import type system from '../i18n/en/system.json'
import { loadFiles } from '../i18n/files'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    audit: typeof audit
    calendar: typeof calendar
    policies: typeof policies
    settings: typeof settings
    system: typeof system
  }
}

/** What the screen of roles and policies says. */
export const loadPolicyTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['policies'])

/** What the other screens of the administration say beside the desk's words: brand, plugins, members, copies. */
export const loadSettingTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['settings'])

/** What the list of the administration's changes says, with the words of policies and of the lists of names. */
export const loadAuditTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['audit', 'policies', 'checks'])

/** What the lists of names say. */
export const loadListTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['checks'])

/** What the page of the system says, with the words of tests of storage and mail. */
export const loadSystemTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['system', 'documents', 'messages'])

/** What the page of the calendar says. */
export const loadCalendarTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['calendar'])

/** What the page of the plugins says, with the words of tests of channels. */
export const loadPluginTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['settings', 'system', 'messages'])
