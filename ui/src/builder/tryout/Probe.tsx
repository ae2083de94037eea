import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask, isSignedOut, sandboxApi } from '../../api/client'
import { Chip } from '../../desk/parts/Chip'
import { Empty } from '../../desk/parts/Empty'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Waiting } from '../../desk/parts/Waiting'
import { display } from '../../fields/display'
import type { Form } from '../../fields/types'
import { loadForm } from '../../runtime/form'
import { useSpeech } from '../pipeline/editing'
import type { Words } from '../pipeline/words'
import { placesIn } from '../scenario/words'
import { isPage } from '../form/tree'
import type { Tryout } from './server'
import css from './tryout.module.css'
import { pathAt, probed, type Operand, type Verdict, type Why, whyOf } from './why'

/** The case that the applicant of this browser has begun in the sandbox, as it is now. */
function useApplicantsCase(slug: string) {
  const [client] = useState(() => sandboxApi(slug))
  return useQuery({
    queryKey: ['tryout', slug, 'case'],
    queryFn: () => ask(client.GET('/portal/case')),
    refetchInterval: 2_000,
    retry: false,
    gcTime: 0,
  })
}

/** An answer as people read it. */
function useShown(form: Form) {
  const i18n = useSpeech()
  const places = useMemo(() => placesIn(form), [form])
  return (path: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return i18n.t('tryout.nothing')
    const field = places.get(path)
    const shown = field && !isPage(field) && !field.fields ? display(field, value, { i18n, files: { known: () => undefined } }) : undefined
    return shown ?? (typeof value === 'string' ? value : JSON.stringify(value))
  }
}

function Holds({ holds }: { holds: boolean }) {
  const { t } = useSpeech()
  return holds ? <Chip tone="success" glyph="pass">{t('tryout.why.holds')}</Chip> : <Chip tone="warn" glyph="fail">{t('tryout.why.not')}</Chip>
}

interface LineProps {
  words: Words
  shown: (path: string, value: unknown) => string
}

function OperandLine({ operand: { condition, value, holds }, words, shown }: LineProps & { operand: Operand }) {
  const { t } = useSpeech()
  return (
    <li>
      <span>{words.rule({ query: { combinator: 'and', rules: [condition] } })}</span>
      <span className={css.quiet}>{t('tryout.why.now', { value: shown(condition.field, value) })}</span>
      <Holds holds={holds} />
    </li>
  )
}

function VerdictLines({ verdict, words, shown }: LineProps & { verdict: Verdict }) {
  const { t } = useSpeech()
  return (
    <section className={css.verdict} aria-label={t(`tryout.why.${verdict.role}`)}>
      <h3>{t(`tryout.why.${verdict.role}`)} <Holds holds={verdict.holds} /></h3>
      <p className={css.sentence}>{words.rule(verdict.rule)}</p>
      {verdict.operands.length > 0 ? <ul>{verdict.operands.map((operand, i) => <OperandLine key={i} operand={operand} words={words} shown={shown} />)}</ul> : null}
    </section>
  )
}

function Answer({ why, words, form }: { why: Why; words: Words; form: Form }) {
  const { t } = useSpeech()
  const shown = useShown(form)
  return (
    <div className={css.why} role="status">
      <p><Chip tone={why.isShown ? 'success' : 'plain'} glyph={why.isShown ? 'eye' : 'hidden'}>{t(why.isShown ? 'tryout.why.shown' : 'tryout.why.hidden')}</Chip> {why.isShown && <Chip>{t(why.isRequired ? 'tryout.why.required' : 'tryout.why.optional')}</Chip>}</p>
      {why.verdicts.length === 0 ? <p>{t('tryout.why.noRule')}</p> : why.verdicts.map((verdict) => <VerdictLines key={verdict.role} verdict={verdict} words={words} shown={shown} />)}
    </div>
  )
}

/** Why a field of the applicant's form is shown or hidden just now: its rules in words, on the answers that were given. */
export function Probe({ tryout, words }: { tryout: Tryout; words: Words }) {
  const { t, text } = useSpeech()
  const { data, error } = useApplicantsCase(tryout.slug)
  const [pointer, setPointer] = useState('')
  const form = useMemo(() => (data ? loadForm(data.form) : undefined), [data])
  if (error && isSignedOut(error)) return <Empty title={t('tryout.why.empty')} glyph="help">{t('tryout.why.emptyText')}</Empty>
  if (error) return <FaultNotice error={error} />
  if (!data || !form) return <Waiting />
  const why = pointer ? whyOf(form, { answers: data.answers, facts: data.facts, today: data.today ?? tryout.now.slice(0, 10) }, pointer) : undefined
  const places = placesIn(form)
  const labelOf = (at: string): string => {
    const node = places.get(pathAt(at))
    return (node && !isPage(node) && text(node.label)) || pathAt(at)
  }
  return (
    <div className={css.checks}>
      <NativeSelect label={t('tryout.why.field')} value={pointer} onChange={(e) => setPointer(e.currentTarget.value)}>
        <option value="">{t('builder.choose')}</option>
        {probed(form).map(({ page, pointers }) => (
          <optgroup key={page.key} label={text(page.title) || page.key}>
            {pointers.map((each) => <option key={each} value={each}>{labelOf(each)}</option>)}
          </optgroup>
        ))}
      </NativeSelect>
      {why && <Answer why={why} words={words} form={form} />}
    </div>
  )
}
