import { Button } from '@mantine/core'
import { Empty } from '../../desk/parts/Empty'
import { Glyph } from '../../desk/parts/Glyph'
import { press, useActions } from './actions'
import { useBench } from './bench'
import * as commands from './commands'
import css from './editor.module.css'
import { FindingMark } from './Marks'
import { usesIn } from './references'
import { newScore } from './scoring'
import { idOf, type Lists } from './types'
import { useSpeech } from './editing'

export type Listed = 'messages' | 'papers' | 'checks' | 'reasons' | 'scores' | 'attributes'

function useAdd(list: Listed): () => void {
  const { run, wording, p } = useBench()
  return () => {
    const empty = Object.fromEntries(p.locales.map((l) => [l, '']))
    if (list === 'messages') run(commands.add(list, { key: 'message', channel: 'email', subject: wording('message'), body: empty }))
    if (list === 'papers') run(commands.add(list, { key: 'document', title: wording('document'), sections: [{ text: empty }] }))
    if (list === 'checks') run(commands.add(list, { key: 'check', type: 'consistency', title: wording('check') }))
    if (list === 'reasons') run(commands.add(list, { key: 'reason', label: wording('reason'), applicant: empty, for: ['reject'] }))
    if (list === 'scores') run(commands.add(list, newScore(wording)))
    if (list === 'attributes') run(commands.add(list, { key: 'fact', type: 'text' }))
  }
}

/** Messages, checks, reasons or facts: one is chosen here and changed in the panel. */
export function MemberList({ list }: { list: Listed }) {
  const { t, text } = useSpeech()
  const { p, id: selected, select } = useBench()
  const actions = useActions()
  const add = useAdd(list)
  const members: readonly Lists[Listed][] = p[list] ?? []
  const nameOf = (m: Lists[Listed]): string => text('subject' in m ? m.subject : 'label' in m ? m.label : 'title' in m ? m.title : undefined) || m.key
  const button = <Button leftSection={<Glyph name="plus" />} onClick={add}>{t(`flow.addTo.${list}`)}</Button>
  if (members.length === 0) return <Empty title={t(`flow.empty.${list}`)} glyph="form" action={button}>{t(`flow.about.${list}`)}</Empty>
  return (
    <div className={css.outline}>
      <div className={css.toolbar}><p className={css.about}>{t(`flow.about.${list}`)}</p>{button}</div>
      <ul className={css.members}>
        {members.map((m) => {
          const id = idOf(list, m.key)
          const uses = usesIn(p, list, m.key).length
          return (
            <li key={m.key}>
              <button type="button" data-item={id} aria-current={selected === id || undefined} onClick={() => select(id)} onKeyDown={(e) => press(actions(id), e) && e.preventDefault()}>
                <span className={css.lineText}><bdi>{nameOf(m)}</bdi>{nameOf(m) !== m.key && <small dir="ltr">{m.key}</small>}</span>
                {uses > 0 && <span className={css.quiet}>{t('flow.uses', { n: uses })}</span>}
                <FindingMark id={id} />
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
