import { ActionIcon, NativeSelect } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { type Choice, grouped, Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import { useEditing } from './editing'
import type { Finding } from './findings'
import css from './panel.module.css'
import { FindingList } from './PanelHead'

interface ChoicesProps {
  /** What there is to choose beside the answers of the form. */
  extra?: readonly Choice[]
}

/** What is there beside the form, then the answers of the form. */
function useChoices(extra: readonly Choice[]): Choice[] {
  const { t } = useI18n()
  const { names } = useEditing()
  const answers = names.filter((n) => n.group === 'answers')
  return [...extra.map((e) => ({ ...e, group: t('flow.path.case') })), ...answers.map((a) => ({ value: a.path, label: a.label, group: t('flow.path.answers') }))]
}

interface PathFieldProps extends ChoicesProps {
  label: string
  value: string
  onChange: (path: string) => void
  isOptional?: boolean
  description?: string
  error?: string
}

/** Chooses one answer of the form. */
export function PathField({ label, value, onChange, isOptional = false, extra = [], description, error }: PathFieldProps) {
  const { t } = useI18n()
  const known = useChoices(extra)
  const none = isOptional || value === '' ? [{ value: '', label: t('flow.none') }] : []
  // A path that the form does not have stays to be seen.
  const unknown = value !== '' && !known.some((c) => c.value === value) ? [{ value, label: value }] : []
  return <NativeSelect label={label} description={description} error={error} data={[...none, ...unknown, ...grouped(known)]} value={value} onChange={(e) => onChange(e.currentTarget.value)} />
}

interface PathListProps extends ChoicesProps {
  label: string
  description?: string | undefined
  findings?: readonly Finding[]
  values: readonly string[]
  onChange: (paths: string[]) => void
}

/** A button that does nothing at the edge of a list: not disabled, which would take the focus away. */
export const offAt = (isEdge: boolean) => ({ 'aria-disabled': isEdge || undefined, 'data-disabled': isEdge || undefined })

/** Several answers in an order. */
export function PathList({ label, description, findings = [], values, onChange, extra = [] }: PathListProps) {
  const { t } = useI18n()
  const { names } = useEditing()
  const labelOf = (path: string): string => extra.find((e) => e.value === path)?.label ?? names.find((n) => n.path === path)?.label ?? path
  const free = useChoices(extra).filter((c) => !values.includes(c.value))
  const swap = (i: number, j: number): void => {
    if (values[j] !== undefined) onChange(values.with(i, values[j]).with(j, values[i]!))
  }
  return (
    <div role="group" aria-label={label} className={css.stack}>
      <span className={css.label}>{label}</span>
      {description && <p className={css.quiet}>{description}</p>}
      <FindingList findings={findings} />
      {values.length > 0 && (
        <ol className={css.paths}>
          {values.map((path, i) => (
            <li key={path}>
              <bdi>{labelOf(path)}</bdi>
              <ActionIcon size={24} {...offAt(i === 0)} aria-label={t('flow.up', { name: labelOf(path) })} onClick={() => swap(i, i - 1)}><Glyph name="up" /></ActionIcon>
              <ActionIcon size={24} {...offAt(i === values.length - 1)} aria-label={t('flow.down', { name: labelOf(path) })} onClick={() => swap(i, i + 1)}><Glyph name="down" /></ActionIcon>
              <ActionIcon size={24} aria-label={t('flow.without', { name: labelOf(path) })} onClick={() => onChange(values.toSpliced(i, 1))}><Glyph name="close" /></ActionIcon>
            </li>
          ))}
        </ol>
      )}
      <Pick isLabelHidden label={t('flow.path.add', { label })} action={t('panel.pick.add')} none={t('panel.pick.none')} choices={free} onPick={(path) => onChange([...values, path])} />
    </div>
  )
}
