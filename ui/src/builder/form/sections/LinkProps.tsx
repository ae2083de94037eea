import { Button } from '@mantine/core'
import { Link as To } from 'react-router'
import { Glyph } from '../../../desk/parts/Glyph'
import { Notice } from '../../../desk/parts/Notice'
import type { Field } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useEditor } from '../editor'
import { Group, Prop } from '../panel/Prop'
import type { Link } from '../section'
import { LinkChip, useUpdateWord } from './LinkLine'
import css from './sections.module.css'
import { useStanding } from './server'

/** The way to the builder of a section. */
export function OpenLink({ section }: { section: string }) {
  const { t } = useI18n()
  return <Button component={To} to={`/builder/form/${section}`} target="_blank" rel="noopener" variant="default" leftSection={<Glyph name="open" />}>{t('section.open')}</Button>
}

/** Where a link stands, and what can be done with it. */
export function LinkProps({ field }: { field: Link['field'] }) {
  const { t } = useI18n()
  const { actions } = useEditor()
  const { standing } = useStanding(field)
  const word = useUpdateWord(standing)
  const label = t('section.one')
  return (
    <Group title={label}>
      <Prop label={label}>
        <div className={css.line}><LinkChip field={field} /></div>
        <p className={css.about}>{t('section.about')}</p>
        {standing?.version === 0 && <Notice tone="danger" title={t('section.differsTitle')}><p>{t('section.differsText')}</p></Notice>}
        <div className={css.buttons}>
          {word && <Button variant="default" onClick={() => actions.ask({ kind: 'update', id: field.id })}>{word}</Button>}
          <OpenLink section={field.section} />
          <Button variant="default" onClick={() => actions.free(field.id)}>{t('section.unlink')}</Button>
        </div>
      </Prop>
    </Group>
  )
}

/** What is said of a field that belongs to the copy of a section, in the place of its properties. */
export function LockedProps({ field, link }: { field: Field; link: Link['field'] }) {
  const { t, find: say } = useI18n()
  const { actions, draft } = useEditor()
  const label = t('section.locked')
  return (
    <Group title={actions.nameOf(field)}>
      <Prop label={label}>
        <div className={css.line}><LinkChip field={link} /></div>
        <p className={css.about}>{t('section.lockedText')}</p>
        <dl className={css.row}>
          <dt className={css.label}>{t('builder.property.type')}</dt><dd>{say(`builder.type.${field.type}`) ?? field.type}</dd>
          <dt className={css.label}>{t('builder.property.key')}</dt><dd><code dir="ltr">{field.key}</code></dd>
        </dl>
        <div className={css.buttons}>
          <OpenLink section={link.section} />
          <Button variant="default" onClick={() => actions.free(link.id)}>{t('section.unlink')}</Button>
          <Button variant="default" onClick={() => draft.select([link.id])}>{t('section.whole', { name: actions.nameOf(link) })}</Button>
        </div>
      </Prop>
    </Group>
  )
}
