import { Checkbox, NativeSelect } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { useDraft } from '../frame/draftContext'
import type { Json } from '../document/json'
import { DurationField } from '../pipeline/DurationField'
import { useSpeech } from '../pipeline/editing'
import { KeyField } from '../pipeline/KeyField'
import { LocalText } from '../pipeline/LocalText'
import css from '../pipeline/panel.module.css'
import { PathList } from '../pipeline/PathField'
import { RuleField } from '../pipeline/RuleField'
import * as commands from './commands'
import { type Checklist, type Item, itemKinds } from './types'

function After({ list, item, put }: { list: Checklist; item: Item; put: (path: string[], value: Json) => void }) {
  const { t, text } = useSpeech()
  const after = item.after ?? []
  const offered = [...new Set([...commands.mayWaitFor(list, item.key), ...after])]
  const nameOf = (key: string): string => text(list.items.find((each) => each.key === key)?.title) || key
  if (offered.length === 0) return null
  return (
    <Checkbox.Group label={t('flow.list.after')} description={t('flow.list.afterHint')} value={after} onChange={(next) => put(['after'], next.length > 0 ? next : undefined)}>
      <div className={css.checks}>{offered.map((key) => <Checkbox key={key} size="xs" value={key} label={nameOf(key)} />)}</div>
    </Checkbox.Group>
  )
}

/** All that can be said of an item. */
export function ItemPanel({ list, item }: { list: Checklist; item: Item }) {
  const { t } = useI18n()
  const draft = useDraft<Checklist>()
  const put = (path: string[], value: Json): void => draft.run(commands.set(list, item.key, path, value))
  const write = (part: 'title' | 'hint' | 'heading') => (locale: string, value: string): void => draft.run(commands.setText(list, item.key, part, locale, value))
  const rename = (key: string): boolean => {
    const command = commands.renameItem(list, item.key, key)
    if (command) draft.run(command)
    return command !== undefined
  }
  return (
    <>
      <LocalText isName label={t('flow.list.title')} value={item.title} onChange={write('title')} />
      <LocalText isOptional label={t('flow.list.hint')} value={item.hint} onChange={write('hint')} />
      <LocalText isOptional label={t('flow.list.heading')} value={item.heading} onChange={write('heading')} />
      <NativeSelect label={t('flow.list.kind')} value={item.kind} onChange={(e) => put(['kind'], e.currentTarget.value)}>
        {itemKinds.map((kind) => <option key={kind} value={kind}>{t(`flow.list.kind.${kind}`)}</option>)}
      </NativeSelect>
      <DurationField isOptional label={t('flow.list.due')} value={item.due ?? ''} onChange={(due) => put(['due'], due || undefined)} />
      <section className={css.section}><RuleField label={t('flow.list.requiredWhen')} rule={item.requiredWhen} onChange={(rule) => put(['requiredWhen'], rule as unknown as Json)} /></section>
      <section className={css.section}><After list={list} item={item} put={put} /></section>
      <section className={css.section}><PathList label={t('flow.list.fields')} values={item.fields ?? []} onChange={(paths) => put(['fields'], paths.length > 0 ? paths : undefined)} /></section>
      <section className={css.section}><KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={item.key} onRename={rename} /></section>
    </>
  )
}
