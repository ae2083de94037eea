import type { ReactNode } from 'react'
import { Card, Stack } from '../design/Layout'
import { Summary, SummaryRow } from '../design/Summary'
import { display } from '../fields/display'
import { type Files, isRecord } from '../fields/input'
import type { Field, Page } from '../fields/types'
import { useI18n } from '../i18n/I18n'
import { escapeToken, valueAt } from './pointer'
import type { Answers, View } from './store'

interface CheckAnswersProps {
  pages: readonly Page[]
  answers: Answers
  view: View
  files: Pick<Files, 'known'>
  /** The link that changes an answer; absent where nothing may be changed. */
  change?: (page: Page, path: string, label: string) => ReactNode
}

interface PartProps extends CheckAnswersProps {
  page: Page
  fields: readonly Field[]
  path: string
}

/** All answers that count, by page: what is hidden by rules is not there. */
export function CheckAnswers(props: CheckAnswersProps) {
  const { text } = useI18n()
  const pages = props.pages.filter((p) => props.view.hasPage(p.key))
  return (
    <Stack gap="large">
      {pages.map((page) => (
        <section key={page.key} aria-labelledby={`check-${page.key}`}>
          <Stack gap="small">
            <h2 id={`check-${page.key}`}>{text(page.title)}</h2>
            <Part {...props} page={page} fields={page.fields} path="" />
          </Stack>
        </section>
      ))}
    </Stack>
  )
}

const isList = (f: Field): boolean => f.type === 'group' || f.type === 'repeat'

/** Rows of plain answers, then the groups and lists in cards of their own. */
function Part(props: PartProps) {
  const asked = props.fields.filter((f) => f.type !== 'statement' && props.view.isVisible(pathOf(props, f)))
  const plain = asked.filter((f) => !isList(f))
  return (
    <Stack>
      {plain.length > 0 && <Summary>{plain.map((f) => <Answer key={f.key} {...props} field={f} />)}</Summary>}
      {asked.filter(isList).map((f) => <List key={f.key} {...props} field={f} />)}
    </Stack>
  )
}

const pathOf = ({ path }: PartProps, field: Field): string => `${path}/${escapeToken(field.key)}`

function Answer({ field, ...props }: PartProps & { field: Field }) {
  const i18n = useI18n()
  const path = pathOf(props, field)
  const label = i18n.text(field.label)
  const value = props.view.computed(path) ?? valueAt(props.answers, path)
  const shown = display(field, value, { i18n, files: props.files })
  return (
    <SummaryRow label={label} empty={shown === undefined} action={field.type === 'computed' ? undefined : props.change?.(props.page, path, label)}>
      <bdi>{shown ?? i18n.t('common.notProvided')}</bdi>
    </SummaryRow>
  )
}

function List({ field, ...props }: PartProps & { field: Field }) {
  const { t, text } = useI18n()
  const path = pathOf(props, field)
  const label = text(field.label)
  const value = valueAt(props.answers, path)
  if (field.type === 'group') {
    return (
      <Card>
        <h3>{label}</h3>
        <Part {...props} fields={field.fields ?? []} path={path} />
      </Card>
    )
  }
  const rows = Array.isArray(value) ? value.filter(isRecord) : []
  return (
    <Stack gap="small">
      <Summary>
        <SummaryRow label={label} empty={rows.length === 0} action={props.change?.(props.page, path, label)}>
          {rows.length === 0 ? t('common.notProvided') : t('apply.check.rows', { n: rows.length })}
        </SummaryRow>
      </Summary>
      {rows.map((_, i) => (
        <Card key={i}>
          <h3>{t('apply.check.row', { label, i: i + 1 })}</h3>
          <Part {...props} change={undefined} fields={field.fields ?? []} path={`${path}/${i}`} />
        </Card>
      ))}
    </Stack>
  )
}
