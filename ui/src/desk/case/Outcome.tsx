import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import { Notice } from '../parts/Notice'
import { NextButton } from '../queue/NextButton'
import css from './case.module.css'
import { useOpenCase } from './context'
import { useNeighbours } from './useNeighbours'

export interface Done {
  /** The verb's own title. */
  title: string
  stage: string
  moved: boolean
}

/** What a decision led to. The focus is on what comes next, so that Enter goes on. */
export function Outcome({ done }: { done: Done }) {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const { next, list } = useNeighbours(id)
  const queue = useSearchParams()[0].get('queue')
  const go = useRef<HTMLAnchorElement>(null)
  useEffect(() => go.current?.focus(), [done])
  const forward = next?.href ?? list
  return (
    <div className={css.outcome}>
      <Notice tone="success" role="status" title={t('desk.outcome.done', { verb: done.title })}>
        <div className={css.outcomeBody}>
          <span>{t(done.moved ? 'desk.outcome.moved' : 'desk.outcome.stays', { stage: done.stage })}</span>
          {forward && (
            <Button component={Link} to={forward} ref={go} rightSection={<Glyph name="forward" />}>
              {next ? t('desk.outcome.next', { name: next.name }) : t('desk.case.list')}
            </Button>
          )}
          {queue && <NextButton queue={queue} except={id} isPlain />}
        </div>
      </Notice>
    </div>
  )
}
