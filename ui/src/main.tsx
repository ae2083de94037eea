import './design/tokens.css'
import './design/base.css'
import './desk/mantine.css'
import './desk/desk.css'
import { createRoot } from 'react-dom/client'
import { api, ask, type Schemas, speak } from './api/client'
import { Desk } from './desk/Desk'
import { loadDeskTexts } from './desk/texts'
import { createDeskRouter } from './routes'
import { rememberedLocale } from './i18n/I18n'
import { locales, negotiate } from './i18n/locale'

/** How the desk looks when the tenant cannot be asked. */
const plain: Schemas['Brand'] = {
  tenant: '',
  name: 'Esteira',
  accent: '#0f5c6e',
  locales: [...locales],
  defaultLocale: 'en',
  timeZone: 'UTC',
}

async function start(): Promise<void> {
  const locale = negotiate([new URLSearchParams(location.search).get('lang'), rememberedLocale(), ...navigator.languages])
  speak(locale)
  const [brand, texts] = await Promise.all([ask(api.GET('/brand')).catch(() => plain), loadDeskTexts(locale)])
  createRoot(document.getElementById('app')!).render(<Desk brand={brand} initial={{ locale, texts }} router={createDeskRouter()} />)
}

void start()
