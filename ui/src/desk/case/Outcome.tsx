import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import { Notice } from '../parts/Notice'
import type { CaseAfter, PossibleAction } from '../query/cases'
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

/** Tells what a verb led to: on the page of the case, or in its place where its reader may not follow. */
export function useDone(onDone: (done: Done) => void): (action: Pick<PossibleAction, 'title' | 'to'>, next: CaseAfter) => void {
  const { text } = useI18n()
  const { file, leave } = useOpenCase()
  return (action, next) => {
    const title = text(action.title)
    if ('gone' in next) leave({ title, stage: text(action.to), moved: true })
    else onDone({ title, stage: text(next.row.stageName) || next.row.stage, moved: next.row.stage !== file.row.stage })
  }
}

interface OutcomeProps {
  id: string
  done: Done
  /** The case is with others now. */
  isGone?: boolean
}

function useWords({ done, isGone }: OutcomeProps): string {
  const { t } = useI18n()
  if (isGone) return done.stage ? t('casepage.goneTo', { stage: done.stage }) : t('casepage.gone')
  return t(done.moved ? 'desk.outcome.moved' : 'desk.outcome.stays', { stage: done.stage })
}

/** What a decision led to. The focus is on what comes next, so that Enter goes on. */
export function Outcome(props: OutcomeProps) {
  const { id, done } = props
  const { t } = useI18n()
  const words = useWords(props)
  const { next, list } = useNeighbours(id)
  const queue = useSearchParams()[0].get('queue')
  const go = useRef<HTMLAnchorElement>(null)
  useEffect(() => go.current?.focus(), [done])
  const forward = next?.href ?? list
  return (
    <div className={css.outcome}>
      <Notice tone="success" role="status" title={t('desk.outcome.done', { verb: done.title })}>
        <div className={css.outcomeBody}>
          <span>{words}</span>
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
