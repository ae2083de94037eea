import { ActionIcon, Button, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import type { Field, Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { newId } from '../document/id'
import { useContent } from '../frame/content'
import { RefactorDialog } from '../refactor/RefactorDialog'
import css from '../refactor/refactor.module.css'
import type { Change } from '../refactor/server'
import { remove } from './commands'
import { useEditor, useForm } from './editor'
import { pathsToDelete } from './outside'
import { useReadableName } from './rules/ConditionRow'
import { readables } from './rules/scope'
import { find, freeKey, isPage, keyFrom, neighbours, pathOf } from './tree'

/** A change of fields that others name. */
export type Wanted =
  | { do: 'rename'; id: string; to: string }
  | { do: 'convert'; id: string; type: string }
  | { do: 'split'; id: string }
  | { do: 'delete'; ids: readonly string[] }

const goodKey = /^[a-z][a-z0-9_]{0,39}$/

function useClose() {
  const { actions } = useEditor()
  return () => actions.ask(undefined)
}

/** How a change is called among the steps of the form. */
const stepOf = (step: Wanted['do'], name: string, selection: readonly string[]) => () => ({ name: { key: `refactor.step.${step}`, params: { name } }, selection })

interface PartProps {
  form: Form
  path: string
  field: Field
  name: string
}

const fieldChange = (path: string, more: Omit<Change, 'part' | 'from'>): Change => ({ part: 'field', from: [path], ...more })

function Rename({ form, path, field, name, to }: PartProps & { to: string }) {
  const { t } = useI18n()
  const close = useClose()
  return (
    <RefactorDialog
      address={{ kind: 'form', key: form.key }} title={t('refactor.rename.title', { from: field.key, to })} action={t('refactor.rename.action')}
      change={fieldChange(path, { do: 'rename', to })} step={stepOf('rename', name, [field.id])} onClose={close}
    />
  )
}

function Convert({ form, path, field, name, type }: PartProps & { type: string }) {
  const { t, find: say } = useI18n()
  const close = useClose()
  return (
    <RefactorDialog
      address={{ kind: 'form', key: form.key }} title={t('refactor.convert.title', { name, type: say(`builder.type.${type}`) ?? type })} action={t('refactor.convert.action')}
      change={fieldChange(path, { do: 'convert', type })} step={stepOf('convert', name, [field.id])} onClose={close}
    />
  )
}

interface Piece {
  id: string
  label: string
  key: string
}

function usePieces(form: Form, field: Field, label: string) {
  const { locale } = useContent()
  const [taken] = useState(() => neighbours(form, field.id))
  const [pieces, set] = useState<readonly Piece[]>(() => [{ id: field.id, label, key: field.key }, { id: newId(), label: '', key: '' }])
  const change = (at: number, part: Partial<Piece>): void => {
    set(pieces.map((piece, i) => {
      if (i !== at) return piece
      const others = new Set([...taken, ...pieces.filter((each) => each !== piece).map((each) => each.key)])
      const followed = part.label !== undefined && piece.key === keyOfLabel(piece.label, others) ? keyOfLabel(part.label, others) : piece.key
      return { ...piece, key: followed, ...part }
    }))
  }
  const add = (): void => set([...pieces, { id: newId(), label: '', key: '' }])
  const drop = (at: number): void => set(pieces.filter((_, i) => i !== at))
  const keys = pieces.map((piece) => piece.key)
  const isGood = pieces.every((piece) => piece.label.trim() !== '' && goodKey.test(piece.key) && !taken.has(piece.key)) && new Set(keys).size === keys.length
  const into = pieces.map((piece) => ({ id: piece.id, key: piece.key, label: { ...(piece.id === field.id && field.label), [locale]: piece.label.trim() } }))
  return { pieces, change, add, drop, isGood, into }
}

const keyOfLabel = (label: string, others: Set<string>): string => (keyFrom(label) === '' ? '' : freeKey(keyFrom(label), others))

function Split({ form, path, field, name }: PartProps) {
  const { t } = useI18n()
  const close = useClose()
  const { pieces, change, add, drop, isGood, into } = usePieces(form, field, name)
  const [used, setUsed] = useState(field.id)
  const use = pieces.find((piece) => piece.id === used) ?? pieces[0]!
  return (
    <RefactorDialog
      address={{ kind: 'form', key: form.key }} title={t('refactor.split.title', { name })} action={t('refactor.split.action')}
      change={isGood ? fieldChange(path, { do: 'split', into, use: use.key }) : undefined} step={stepOf('split', name, pieces.map((piece) => piece.id))} onClose={close}
    >
      <p className={css.about}>{t('refactor.split.text')}</p>
      <fieldset className={css.pieces}>
        {pieces.map((piece, i) => (
          <div key={piece.id} role="group" aria-label={t('refactor.split.piece', { n: i + 1 })}>
            <div className={css.piece}>
              <TextInput label={t('refactor.split.label', { n: i + 1 })} value={piece.label} data-autofocus={i === 0 || undefined} onChange={(e) => change(i, { label: e.currentTarget.value })} />
              <TextInput label={t('refactor.split.key', { n: i + 1 })} dir="ltr" value={piece.key} onChange={(e) => change(i, { key: e.currentTarget.value })} />
              <ActionIcon size={36} aria-label={t('refactor.split.remove', { n: i + 1 })} disabled={pieces.length < 3 || i === 0} onClick={() => drop(i)}><Glyph name="close" /></ActionIcon>
            </div>
            <Radio mt={4} size="xs" name="refactor-use" label={t('refactor.split.use')} checked={piece === use} onChange={() => setUsed(piece.id)} />
          </div>
        ))}
      </fieldset>
      <Button variant="default" leftSection={<Glyph name="plus" />} onClick={add}>{t('refactor.split.add')}</Button>
    </RefactorDialog>
  )
}

type Way = 'replace' | 'drop' | 'leave'

function Delete({ form, ids, name }: { form: Form; ids: readonly string[]; name: string }) {
  const { t } = useI18n()
  const { draft } = useEditor()
  const close = useClose()
  const [way, setWay] = useState<Way>('leave')
  const [to, setTo] = useState('')
  const label = useReadableName()
  const from = pathsToDelete(form, ids)
  const others = readables(form, '').filter((each) => !from.some((path) => each.path === path || each.path.startsWith(`${path}.`) || each.path.startsWith(`${path}[]`)))
  const pages = form.pages.filter((page) => ids.includes(page.id)).map((page) => page.id)
  const base: Change = { part: 'field', do: 'delete', from, ...(pages.length > 0 && { pages }) }
  const change = way === 'replace' ? (to ? { ...base, to } : undefined) : { ...base, drop: way === 'drop' }
  const step = () => stepOf('delete', name, remove(form, ids).run(draft.get().history.present).selection ?? [])()
  return (
    <RefactorDialog address={{ kind: 'form', key: form.key }} title={t('refactor.delete.title', { name })} action={t('refactor.delete.action')} change={change} step={step} onClose={close}>
      <Radio.Group label={t('refactor.delete.how')} value={way} onChange={(next) => setWay(next as Way)}>
        <Radio mt={6} value="leave" label={t('refactor.delete.leave')} />
        <Radio mt={6} value="drop" label={t('refactor.delete.drop')} />
        <Radio mt={6} value="replace" label={t('refactor.delete.replace')} disabled={others.length === 0} />
      </Radio.Group>
      {way === 'replace' && (
        <NativeSelect label={t('refactor.delete.with')} value={to} onChange={(e) => setTo(e.currentTarget.value)}>
          <option value="">{t('refactor.delete.choose')}</option>
          {others.map((each) => <option key={each.path} value={each.path}>{label(each)}</option>)}
        </NativeSelect>
      )}
    </RefactorDialog>
  )
}

/** The dialog of a change of fields that others name: what that is, what becomes of it, and the change in one step. */
export function Refactoring({ wanted }: { wanted: Wanted }) {
  const { t } = useI18n()
  const [form] = useState(useForm()) // as it was when it was asked
  const { actions } = useEditor()
  if (wanted.do === 'delete') {
    const node = find(form, wanted.ids[0] ?? '')?.node
    return <Delete form={form} ids={wanted.ids} name={wanted.ids.length === 1 && node ? actions.nameOf(node) : t('builder.several', { n: wanted.ids.length })} />
  }
  const spot = find(form, wanted.id)
  if (!spot || isPage(spot.node)) return null
  const part = { form, path: pathOf(spot), field: spot.node, name: actions.nameOf(spot.node) }
  if (wanted.do === 'rename') return <Rename {...part} to={wanted.to} />
  return wanted.do === 'convert' ? <Convert {...part} type={wanted.type} /> : <Split {...part} />
}
