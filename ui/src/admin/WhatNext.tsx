import { Button } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { Notice } from '../desk/parts/Notice'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import type { Text } from '../fields/types'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'

interface Installed {
  title: Text
  pipeline?: string
  form?: string
}

/** After a template was installed: what leads from it to the first case. */
export function WhatNext() {
  const { t, text } = useI18n()
  const me = useMe()
  const { installed } = (useLocation().state ?? {}) as { installed?: Installed }
  if (!installed) return null
  const { pipeline, form } = installed
  const steps = [
    form && may(me, 'definition', 'write') && { to: `/builder/form/${form}`, label: t('desk.next.form') },
    may(me, 'member', 'manage') && { to: '/members', label: t('desk.next.members') },
    pipeline && { to: `/share?pipeline=${pipeline}`, label: t('desk.next.share') },
  ]
  return (
    <div className={css.next}>
      <Notice role="status" tone="success" title={t('desk.next.title', { title: text(installed.title) })}>
        <p>{t('desk.next.text')}</p>
        <span className={css.rowActions}>
          {steps.map((step) => step && <Button key={step.to} component={Link} size="compact-sm" variant="default" to={step.to}>{step.label}</Button>)}
        </span>
      </Notice>
    </div>
  )
}
