import { DirectionProvider, MantineProvider, useComputedColorScheme, useDirection } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { FaultError, type Schemas, speak } from '../api/client'
import { applyAccent } from '../design/brand'
import { I18nProvider, useI18n } from '../i18n/I18n'
import { direction, type Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'
import { BrandProvider } from './brand'
import { ToastProvider } from './parts/toast'
import { keys } from './query/keys'
import { loadDeskTexts } from './texts'
import { accentTokens, deskTheme, deskVariables } from './theme'

const isUnsigned = (e: unknown): boolean => e instanceof FaultError && e.fault.code === 'unsigned'

/** A fault is the server's last word; only silence is asked again. */
function createClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (isUnsigned(error)) void client.resetQueries({ queryKey: keys.session })
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== keys.session[0] && onError(error) }),
    mutationCache: new MutationCache({ onError: (error, _v, _c, mutation) => !mutation.options.meta?.['login'] && onError(error) }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (count, error) => !(error instanceof FaultError) && count < 2 },
      mutations: { retry: false, networkMode: 'always' }, // without a network it fails and is told, instead of waiting for one
    },
  })
  return client
}

/** Lets colours and direction follow the reader's choices. */
function Follow({ accent }: { accent: string }) {
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const { locale } = useI18n()
  const { setDirection } = useDirection()
  useEffect(() => {
    applyAccent(accent)
    for (const [name, value] of Object.entries(accentTokens(accent, dark))) document.documentElement.style.setProperty(name, value)
  }, [accent, dark])
  useEffect(() => setDirection(direction(locale)), [locale, setDirection])
  return null
}

interface DeskProps {
  brand: Schemas['Brand']
  initial: { locale: Locale; texts: Texts }
}

function Providers({ brand, initial, client, children }: DeskProps & { client: QueryClient; children: ReactNode }) {
  const onLocale = (locale: Locale): void => {
    speak(locale)
    // Faults, events and reasons come worded by the server.
    if (locale !== initial.locale || document.documentElement.dataset['ready']) void client.invalidateQueries()
    document.documentElement.dataset['ready'] = 'true'
  }
  const [spoken] = useState(() => onLocale)
  return (
    <QueryClientProvider client={client}>
      <I18nProvider initial={initial} load={loadDeskTexts} fallback={brand.defaultLocale} onLocale={spoken}>
        <DirectionProvider initialDirection={direction(initial.locale)} detectDirection={false}>
          <MantineProvider theme={deskTheme(brand.accent)} cssVariablesResolver={deskVariables} defaultColorScheme="auto">
            <Follow accent={brand.accent} />
            <BrandProvider value={brand}>
              <ToastProvider>{children}</ToastProvider>
            </BrandProvider>
          </MantineProvider>
        </DirectionProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}

/** The staff app: everything around its screens, which the router holds. */
export function Desk({ router, ...props }: DeskProps & { router: ReturnType<typeof createBrowserRouter> }) {
  const [client] = useState(createClient)
  return (
    <Providers {...props} client={client}>
      <RouterProvider router={router} />
    </Providers>
  )
}
