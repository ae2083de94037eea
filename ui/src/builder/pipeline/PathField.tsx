import { ActionIcon, NativeSelect } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { useEditing } from './editing'
import css from './panel.module.css'

export interface Choice {
  value: string
  label: string
}

interface ChoicesProps {
  /** What there is to choose beside the answers of the form. */
  extra?: readonly Choice[]
}

/** The answers of the form as options; a path that the form does not have stays to be seen. */
function Answers({ extra = [], kept = [] }: ChoicesProps & { kept?: readonly string[] }) {
  const { t } = useI18n()
  const { names } = useEditing()
  const answers = names.filter((n) => n.group === 'answers')
  const unknown = kept.filter((path) => path && !answers.some((a) => a.path === path) && !extra.some((e) => e.value === path))
  return (
    <>
      {unknown.map((path) => <option key={path} value={path}>{path}</option>)}
      {extra.length > 0 && <optgroup label={t('flow.path.case')}>{extra.map((e) => <option key={e.value} value={e.value}>{e.label}</option>)}</optgroup>}
      <optgroup label={t('flow.path.answers')}>{answers.map((a) => <option key={a.path} value={a.path}>{a.label}</option>)}</optgroup>
    </>
  )
}

interface PathFieldProps extends ChoicesProps {
  label: string
  value: string
  onChange: (path: string) => void
  isOptional?: boolean
}

/** Chooses one answer of the form. */
export function PathField({ label, value, onChange, isOptional = false, extra }: PathFieldProps) {
  const { t } = useI18n()
  return (
    <NativeSelect label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      {(isOptional || value === '') && <option value="">{t('flow.none')}</option>}
      <Answers extra={extra} kept={[value]} />
    </NativeSelect>
  )
}

interface PathListProps extends ChoicesProps {
  label: string
  values: readonly string[]
  onChange: (paths: string[]) => void
}

/** Several answers in an order. */
export function PathList({ label, values, onChange, extra = [] }: PathListProps) {
  const { t } = useI18n()
  const { names } = useEditing()
  const labelOf = (path: string): string => extra.find((e) => e.value === path)?.label ?? names.find((n) => n.path === path)?.label ?? path
  const swap = (i: number, j: number): void => onChange(values.with(i, values[j]!).with(j, values[i]!))
  return (
    <div role="group" aria-label={label} className={css.stack}>
      <span className={css.label}>{label}</span>
      {values.length > 0 && (
        <ol className={css.paths}>
          {values.map((path, i) => (
            <li key={path}>
              <bdi>{labelOf(path)}</bdi>
              <ActionIcon size={24} disabled={i === 0} aria-label={t('flow.up', { name: labelOf(path) })} onClick={() => swap(i, i - 1)}><Glyph name="up" /></ActionIcon>
              <ActionIcon size={24} disabled={i === values.length - 1} aria-label={t('flow.down', { name: labelOf(path) })} onClick={() => swap(i, i + 1)}><Glyph name="down" /></ActionIcon>
              <ActionIcon size={24} aria-label={t('flow.without', { name: labelOf(path) })} onClick={() => onChange(values.toSpliced(i, 1))}><Glyph name="close" /></ActionIcon>
            </li>
          ))}
        </ol>
      )}
      <NativeSelect aria-label={t('flow.path.add', { label })} value="" onChange={(e) => e.currentTarget.value && !values.includes(e.currentTarget.value) && onChange([...values, e.currentTarget.value])}>
        <option value="">{t('flow.path.choose')}</option>
        <Answers extra={extra} />
      </NativeSelect>
    </div>
  )
}
