import '../design/tokens.css'
import '../design/base.css'
import { createRoot } from 'react-dom/client'
import { api, ask, speak } from '../api/client'
import { applyAccent } from '../design/brand'
import { I18nProvider, rememberedLocale } from '../i18n/I18n'
import { loadApplicantTexts } from '../i18n/catalogue'
import { type Locale, locales, localeOf, negotiate } from '../i18n/locale'
import { App } from './App'
import { type Brand, BrandProvider } from './brandContext'
import { dress, tellSite } from './frame'
import { parse } from './router'

/** How the page looks when the tenant cannot be asked: it still opens, in the reader's language. */
const plain: Brand = { tenant: '', name: 'Esteira', accent: '#0f5c6e', locales: [...locales], defaultLocale: 'en', timeZone: 'UTC' }

const wishes = [new URLSearchParams(location.search).get('lang'), rememberedLocale(), ...navigator.languages]

function choose(brand: Brand): Locale {
  const offered = brand.locales.map(localeOf).filter((l): l is Locale => l !== undefined)
  const ours = offered.length > 0 ? offered : [...locales]
  return negotiate([...wishes, brand.defaultLocale], ours)
}

async function start(): Promise<void> {
  const guess = negotiate(wishes)
  void loadApplicantTexts(guess) // At the same time as the brand; mostly it is the right one.
  speak(guess)
  const brand = await ask(api.GET('/brand')).catch(() => plain)
  applyAccent(brand.accent)
  dress(location.search)
  const locale = choose(brand)
  speak(locale)
  const texts = await loadApplicantTexts(locale)
  createRoot(document.getElementById('app')!).render(
    <BrandProvider value={brand}>
      <I18nProvider initial={{ locale, texts }} load={loadApplicantTexts} fallback={brand.defaultLocale} onLocale={speak}>
        <App />
      </I18nProvider>
    </BrandProvider>,
  )
}

void start().then(() => {
  const route = parse(location)
  if ('pipeline' in route) void tellSite(route.pipeline).catch(() => undefined) // without an answer the frame keeps its size
})
