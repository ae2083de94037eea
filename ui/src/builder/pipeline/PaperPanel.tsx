import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ask } from '../../api/client'
import { Dialog } from '../../desk/parts/Dialog'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Glyph } from '../../desk/parts/Glyph'
import { Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { useEditing } from './editing'
import { KeyField } from './KeyField'
import { labelled } from './labelled'
import { LocalText } from './LocalText'
import css from './messagePreview.module.css'
import { idOf, type Paper, type PaperSection } from './types'

/** What a document may name beside answers: runtime/conveyor. */
const variables = ['name', 'company', 'reference', 'date'] as const

/** The draft as PDF, made by the server; shown until it is closed. */
function Preview({ paper }: { paper: Paper }) {
  const { t } = useI18n()
  const { locale } = useEditing()
  const places = usePlaces()
  const said = (text: string | undefined): string => labelled(text ?? '', places)
  const [address, setAddress] = useState<string>()
  useEffect(() => () => (address ? URL.revokeObjectURL(address) : undefined), [address])
  const draw = useMutation({
    mutationFn: () => ask(api.POST('/papers/preview', {
      parseAs: 'blob',
      body: { title: paper.title[locale] ?? '', locale, sections: paper.sections.map((s) => ({ heading: said(s.heading?.[locale]), text: said(s.text[locale]) })) },
    })),
    onSuccess: (blob) => setAddress(URL.createObjectURL(blob as unknown as Blob)),
  })
  return (
    <>
      <div><Button variant="default" loading={draw.isPending} onClick={() => draw.mutate()}>{t('messages.paper.preview')}</Button></div>
      <FaultNotice error={draw.error} />
      {address && (
        <Dialog wide="full" title={t('messages.paper.previewTitle')} busy={false} onSubmit={() => undefined} onClose={() => setAddress(undefined)}>
          <iframe className={css.pdf} src={address} title={t('messages.paper.previewTitle')} />
        </Dialog>
      )}
    </>
  )
}

function usePlaces() {
  const { t } = useI18n()
  const { names } = useEditing()
  const own = variables.map((name) => ({ value: name, label: t(`messages.paper.variable.${name}`), isOwn: true, group: t('messages.paper.fields') }))
  const answers = names.filter((n) => n.group === 'answers').map((n) => ({ value: n.path, label: n.label, group: t('flow.path.answers') }))
  return [...own, ...answers]
}

function Section({ paper, index, section }: { paper: Paper; index: number; section: PaperSection }) {
  const { t } = useI18n()
  const { p, run } = useBench()
  const { locale } = useEditing()
  const choices = usePlaces()
  const id = idOf('papers', paper.key)
  const n = index + 1
  const place = ['sections', String(index)]
  const move = (by: number): void => {
    const next = paper.sections.toSpliced(index, 1).toSpliced(index + by, 0, section)
    run(commands.set(p, id, ['sections'], next as never))
  }
  return (
    <li className={css.part} aria-label={t('messages.paper.section', { n })}>
      <div className={css.partHead}>
        <span>{t('messages.paper.section', { n })}</span>
        <ActionIcon size={24} disabled={index === 0} aria-label={t('messages.paper.up', { n })} onClick={() => move(-1)}><Glyph name="up" /></ActionIcon>
        <ActionIcon size={24} disabled={n === paper.sections.length} aria-label={t('messages.paper.down', { n })} onClick={() => move(1)}><Glyph name="down" /></ActionIcon>
        <ActionIcon size={24} aria-label={t('messages.paper.remove', { n })} onClick={() => run(commands.set(p, id, ['sections'], paper.sections.toSpliced(index, 1) as never))}><Glyph name="close" /></ActionIcon>
      </div>
      <LocalText isOptional label={t('messages.paper.heading')} value={section.heading} onChange={(l, v) => run(commands.setText(p, id, [...place, 'heading'], l, v))} />
      <LocalText isLong rows={6} label={t('messages.paper.text')} value={section.text} onChange={(l, v) => run(commands.setText(p, id, [...place, 'text'], l, v))} />
      <Pick label={t('messages.paper.put', { n })} action={t('panel.pick.add')} choices={choices} onPick={(path) => run(commands.setText(p, id, [...place, 'text'], locale, `${section.text[locale] ?? ''}{${path}}`))} />
    </li>
  )
}

/** A document that is written from the answers: its parts, with answers and variables in their places. */
export function PaperPanel({ paper }: { paper: Paper }) {
  const { t } = useI18n()
  const { p, run, rekey } = useBench()
  const id = idOf('papers', paper.key)
  const empty = Object.fromEntries(p.locales.map((l) => [l, '']))
  return (
    <>
      <LocalText isName label={t('messages.paper.title')} value={paper.title} onChange={(l, v) => run(commands.setText(p, id, ['title'], l, v))} />
      <ol className={css.parts}>{paper.sections.map((section, i) => <Section key={i} paper={paper} index={i} section={section} />)}</ol>
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => run(commands.set(p, id, ['sections'], [...paper.sections, { text: empty }] as never))}>{t('messages.paper.add')}</Button></div>
      <Checkbox size="xs" label={t('messages.paper.answers')} checked={paper.answers ?? false} onChange={(e) => run(commands.set(p, id, ['answers'], e.currentTarget.checked || undefined))} />
      <Preview paper={paper} />
      <KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={paper.key} onRename={(key) => rekey(id, key)} />
    </>
  )
}
