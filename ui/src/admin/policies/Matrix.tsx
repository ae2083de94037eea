import { NativeSelect } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Right, Role } from './judge'
import css from './policies.module.css'
import { type Standing, standing } from './rules'
import { type Owner, ownersOf } from './owners'
import type { Screen } from './screen'

const glyphs = { none: undefined, own: 'pass', wide: 'pass', denied: 'fail' } as const

interface CellProps extends Screen {
  role: Role
  right: Right
  isCurrent: boolean
  onPress: (role: Role, right: Right, at: Standing) => void
}

function Cell({ role, right, isCurrent, onPress, draft, words, canChange }: CellProps) {
  const { t } = useI18n()
  const at = standing(draft.rules, role.key, right)
  const allowed = at.kind === 'own' || at.kind === 'wide'
  const how = at.kind === 'wide' || at.kind === 'denied' ? t(`policies.cell.${at.kind}`, { rule: words.rule(`${at.by.role} ${at.by.object} ${at.by.verb} ${at.by.effect}`) }) : ''
  const label = [words.role(role.key), words.right(right), how].filter(Boolean).join(', ')
  const glyph = glyphs[at.kind]
  return (
    <td className={css.cell}>
      <button type="button" role="checkbox" aria-checked={allowed} aria-readonly={!canChange || undefined} aria-label={label} title={how || undefined} data-state={at.kind} tabIndex={isCurrent ? 0 : -1} className={css.box} onClick={() => canChange && onPress(role, right, at)}>
        {glyph && <Glyph name={glyph} size={12} />}
      </button>
    </td>
  )
}

const steps: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** Arrow keys go from cell to cell, Home and End along the row; one cell is in the order of Tab. */
function useGrid(rows: number, columns: number) {
  const table = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const current = [Math.min(at[0], rows - 1), Math.min(at[1], columns - 1)] as const
  const go = (row: number, column: number): void => {
    const next = [Math.max(0, Math.min(rows - 1, row)), Math.max(0, Math.min(columns - 1, column))] as const
    setAt(next)
    table.current?.querySelectorAll<HTMLElement>('[role="checkbox"]')[next[0] * columns + next[1]]?.focus()
  }
  const press = (event: KeyboardEvent): void => {
    const turned = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const step = steps[event.key]
    if (step) go(current[0] + step[0], current[1] + step[1] * turned)
    else if (event.key === 'Home') go(current[0], 0)
    else if (event.key === 'End') go(current[0], columns - 1)
    else return
    event.preventDefault()
  }
  return { table, current, setAt, press }
}

function Rows({ owner, roles, current, onFocus, ...rest }: Omit<CellProps, 'role' | 'right' | 'isCurrent'> & { owner: Owner; roles: readonly Role[]; current: readonly [number, number]; onFocus: (at: readonly [number, number]) => void }) {
  const { t, list, text, find } = useI18n()
  let row = -1
  return owner.areas.map((area) => (
    <tbody key={area.key}>
      <tr><th scope="rowgroup" colSpan={roles.length + 1} className={css.area}>
        {area.title}
        {area.fields && <span className={css.fields} title={list(area.fields.map(text))}>{t('policies.fields', { n: area.fields.length })}: {list(area.fields.slice(0, 4).map(text))}{area.fields.length > 4 ? '…' : ''}</span>}
      </th></tr>
      {area.rights.map((right) => {
        row += 1
        const at = row
        return (
          <tr key={`${right.object} ${right.verb}`} onFocus={(e) => onFocus([at, [...e.currentTarget.querySelectorAll('[role="checkbox"]')].indexOf(e.target)])}>
            <th scope="row" className={css.verb}>
              {rest.words.verb(right)}
              {area.own && right.object !== area.own && <code dir="ltr" className={css.fields}>{right.object}</code>}
              {right.notBy && <span className={css.fields}>{t('policies.notBy', { verbs: list(right.notBy.map((v) => find(`policies.verb.${v}`) ?? rest.words.verb({ object: right.object, verb: v }))) })}</span>}
            </th>
            {roles.map((role, column) => <Cell key={role.key} role={role} right={right} isCurrent={at === current[0] && column === current[1]} {...rest} />)}
          </tr>
        )
      })}
    </tbody>
  ))
}

/** Roles beside each other, and below what they may do in one part of the tenant: a pipeline, the data of a form, the administration. */
export function Matrix({ onAsk, ...screen }: Screen & { onAsk: (role: Role, right: Right, at: Standing) => void }) {
  const i18n = useI18n()
  const { t, text } = i18n
  const owners = ownersOf(screen.areas, screen.words, i18n)
  const [chosen, setOwner] = useState('')
  const [only, setOnly] = useState('')
  const owner = owners.find((o) => o.id === chosen) ?? owners[0]
  const roles = screen.draft.rules.roles.filter((r) => !only || r.key === only)
  const grid = useGrid(owner?.areas.reduce((n, a) => n + a.rights.length, 0) ?? 0, roles.length)
  if (!owner) return null
  return (
    <>
      <div className={css.tools}>
        <NativeSelect label={t('policies.where')} value={owner.id} onChange={(e) => setOwner(e.currentTarget.value)}>
          {owners.map((o) => <option key={o.id} value={o.id}>{o.title}</option>)}
        </NativeSelect>
        <NativeSelect label={t('policies.role')} value={only} onChange={(e) => setOnly(e.currentTarget.value)}>
          <option value="">{t('policies.allRoles')}</option>
          {screen.draft.rules.roles.map((r) => <option key={r.key} value={r.key}>{text(r.name) || r.key}</option>)}
        </NativeSelect>
        <ul className={css.legend} aria-label={t('policies.legend')}>
          {(['own', 'wide', 'denied', 'none'] as const).map((kind) => (
            <li key={kind}><span className={css.box} data-state={kind} aria-hidden="true">{glyphs[kind] && <Glyph name={glyphs[kind]} size={12} />}</span>{t(`policies.legend.${kind}`)}</li>
          ))}
        </ul>
      </div>
      <div className={css.scroll}>
        <table ref={grid.table} role="grid" className={css.matrix} aria-label={owner.title} onKeyDown={grid.press}>
          <thead><tr><td />{roles.map((r) => <th key={r.key} scope="col"><bdi>{text(r.name) || r.key}</bdi></th>)}</tr></thead>
          <Rows owner={owner} roles={roles} current={grid.current} onFocus={grid.setAt} onPress={onAsk} {...screen} />
        </table>
      </div>
    </>
  )
}
