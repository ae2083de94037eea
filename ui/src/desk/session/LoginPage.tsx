import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { useBrand } from '../brand'
import { FaultNotice } from '../parts/FaultNotice'
import { once } from '../parts/once'
import { useLogIn, useSession } from '../query/session'
import { LanguageSelect } from '../shell/LanguageSelect'
import css from './LoginPage.module.css'

/** Only a path of our own: an address from outside must not lead away after logging in. */
function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}

interface Missing {
  email?: string
  password?: string
}

function useLogin() {
  const { t } = useI18n()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const logIn = useLogIn()
  const [missing, setMissing] = useState<Missing>({})
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [email, password] = [String(form.get('email') ?? '').trim(), String(form.get('password') ?? '')]
    const lacks: Missing = { ...(!email && { email: t('desk.login.emailMissing') }), ...(!password && { password: t('desk.login.passwordMissing') }) }
    setMissing(lacks)
    const first = event.currentTarget.elements.namedItem(lacks.email ? 'email' : 'password')
    if (lacks.email || lacks.password) {
      if (first instanceof HTMLElement) first.focus()
      return
    }
    // The button loses the focus while it waits; what is most often wrong gets it.
    const again = event.currentTarget.elements.namedItem('password')
    logIn.mutate({ email, password }, {
      onSuccess: () => void navigate(safeNext(params.get('next')), { replace: true }),
      onError: () => again instanceof HTMLInputElement && again.select(),
    })
  }
  return { missing, submit, logIn }
}

export function LoginPage() {
  const { t } = useI18n()
  const brand = useBrand()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const session = useSession()
  const { missing, submit, logIn } = useLogin()
  useEffect(() => {
    document.title = `${t('desk.login.title')} – ${brand.name}`
  }, [t, brand.name])
  useEffect(() => {
    if (session.data && !logIn.isPending) void navigate(safeNext(params.get('next')), { replace: true })
  }, [session.data, logIn.isPending, navigate, params])
  return (
    <div className={css.page}>
      <main className={css.card}>
        {brand.logo ? <img className={css.logo} src={brand.logo} alt={brand.name} /> : <p className={css.brand}><bdi>{brand.name}</bdi></p>}
        <h1>{t('desk.login.title')}</h1>
        {params.has('ended') && !logIn.error && <p className={css.ended}>{t('desk.login.ended')}</p>}
        <FaultNotice error={logIn.error} />
        <form noValidate onSubmit={submit} className={css.form}>
          <TextInput size="sm" label={t('desk.login.email')} name="email" type="email" dir="ltr" autoComplete="username" autoFocus error={missing.email} />
          <PasswordInput
            label={t('desk.login.password')}
            name="password"
            autoComplete="current-password"
            error={missing.password}
            visibilityToggleButtonProps={{ 'aria-label': t('desk.login.show'), tabIndex: 0 }}
          />
          <Button type="submit" size="sm" loading={logIn.isPending} onClick={once()}>{t('desk.login.submit')}</Button>
        </form>
        <p className={css.help}>{t('desk.login.help')}</p>
      </main>
      <footer className={css.foot}><LanguageSelect /></footer>
    </div>
  )
}
