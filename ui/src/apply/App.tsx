import { lazy, Suspense } from 'react'
import { Shell, BrandMark, Languages } from '../design/Shell'
import { SkipLink } from '../design/Hidden'
import { Skeleton } from '../design/Layout'
import { useI18n } from '../i18n/I18n'
import { type Locale, localeNames, localeOf } from '../i18n/locale'
import { useBrand } from './brandContext'
import { CaseProvider } from './caseContext'
import { ErrorBoundary } from './ErrorBoundary'
import { HelperBanner } from './HelperBanner'
import { Failure } from './Failure'
import { NotFoundPage } from './pages/NotFoundPage'
import { StartPage } from './pages/StartPage'
import { parse, type Route, useAddress } from './router'

// The first page of all is small; the rest comes while it is read.
const loadCasePages = () => import('./pages/CasePages')
const CasePages = lazy(() => loadCasePages().then((m) => ({ default: m.CasePages })))
const ResumePage = lazy(() => import('./pages/ResumePage').then((m) => ({ default: m.ResumePage })))
const StopPage = lazy(() => import('./portal/StopPage').then((m) => ({ default: m.StopPage })))
const EntrancesPage = lazy(() => import('./portal/EntrancesPage').then((m) => ({ default: m.EntrancesPage })))
const Portal = lazy(() => import('./portal/Portal').then((m) => ({ default: m.Portal })))
const VerifyPage = lazy(() => import('./pages/VerifyPage').then((m) => ({ default: m.VerifyPage })))
const SignPage = lazy(() => import('./pages/SignPage').then((m) => ({ default: m.SignPage })))

function Screen({ route }: { route: Route }) {
  switch (route.name) {
    case 'start':
      return <StartPage key={route.pipeline} pipeline={route.pipeline} onRead={loadCasePages} />
    case 'page':
    case 'check':
    case 'status':
    case 'list':
    case 'item':
    case 'thread':
      return <CasePages route={route} />
    case 'resume':
      return <ResumePage token={route.token} to={route.to} />
    case 'stop':
      return <Portal><StopPage token={route.token} wasErased={route.isErased} /></Portal>
    case 'portal':
      return <Portal><EntrancesPage /></Portal>
    case 'sign':
      return <SignPage token={route.token} />
    case 'verify':
      return <VerifyPage />
    case 'unknown':
      return <NotFoundPage />
  }
}

function Header() {
  const brand = useBrand()
  const { t, locale, setLocale } = useI18n()
  const offered = brand.locales.map(localeOf).filter((l): l is Locale => l !== undefined)
  const options = offered.map((tag) => ({ tag, name: localeNames[tag] }))
  return (
    <>
      <BrandMark name={brand.name} logo={brand.logo} />
      {options.length > 1 && (
        <Languages label={t('common.language')} current={locale} options={options} onChoose={(tag) => setLocale(localeOf(tag) ?? locale)} />
      )}
    </>
  )
}

function Footer() {
  const brand = useBrand()
  const { t } = useI18n()
  return (
    <>
      <span><bdi>{brand.name}</bdi></span>
      {brand.contact && <span>{t('common.contact')} <bdi>{brand.contact}</bdi></span>}
    </>
  )
}

export function App() {
  const address = useAddress()
  const { t } = useI18n()
  const route = parse(location)
  return (
    <CaseProvider>
      <SkipLink to="main">{t('common.skip')}</SkipLink>
      <Shell header={<Header />} footer={<Footer />}>
        <HelperBanner />
        <ErrorBoundary place={address} fallback={<Failure whole error={undefined} onRetry={() => location.reload()} />}>
          <Suspense fallback={<Skeleton label={t('common.loading')} />}>
            <Screen route={route} />
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </CaseProvider>
  )
}
