import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Form, Page } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { languageName, offered } from '../../frame/languages'
import { addLocale, removeLocale } from '../commands'
import { useEditor } from '../editor'
import { readables } from '../rules/scope'
import { SectionProp } from '../sections/SectionProp'
import { SwitchProp, TextProp, useSet } from './basic'
import { KeyProp } from './FieldProps'
import css from './panel.module.css'
import { Group, Prop } from './Prop'
import { ChecksProp, formCheck, RuleProp } from './RuleProps'

const tagForm = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

function AddLanguage({ locales }: { locales: readonly string[] }) {
  const { t, locale } = useI18n()
  const { draft } = useEditor()
  const [tag, setTag] = useState('')
  const isOther = tag === 'other'
  const [other, setOther] = useState('')
  const chosen = isOther ? other : tag
  const isGood = tagForm.test(chosen) && !locales.includes(chosen)
  const add = (): void => {
    draft.run(addLocale(chosen))
    setTag('')
    setOther('')
  }
  return (
    <div className={css.addLanguage}>
      <NativeSelect aria-label={t('builder.language.add')} value={tag} onChange={(e) => setTag(e.currentTarget.value)}>
        <option value="">{t('builder.language.add')}</option>
        {offered.filter((l) => !locales.includes(l)).map((l) => <option key={l} value={l}>{languageName(l, locale)}</option>)}
        <option value="other">{t('builder.language.other')}</option>
      </NativeSelect>
      {isOther && <TextInput aria-label={t('builder.language.tag')} placeholder="fr-CA" dir="ltr" value={other} onChange={(e) => setOther(e.currentTarget.value)} />}
      {isGood && <Button variant="default" onClick={add}>{t('builder.language.add')}</Button>}
    </div>
  )
}

function Languages({ form }: { form: Form }) {
  const { t, locale } = useI18n()
  const { draft } = useEditor()
  const put = useSet('')
  const label = t('builder.property.locales')
  return (
    <Prop label={label}>
      <p className={css.label}>{label}</p>
      <ul className={css.languages}>
        {form.locales.map((l) => (
          <li key={l}>
            <span>{languageName(l, locale)} <code dir="ltr">{l}</code></span>
            {l !== form.defaultLocale && <Button variant="subtle" size="compact-xs" aria-label={t('builder.language.remove', { name: languageName(l, locale) })} onClick={() => draft.run(removeLocale(l))}>{t('builder.delete')}</Button>}
          </li>
        ))}
      </ul>
      <AddLanguage locales={form.locales} />
      <NativeSelect mt="xs" label={t('builder.property.defaultLocale')} value={form.defaultLocale} onChange={(e) => put(['defaultLocale'], e.currentTarget.value)}>
        {form.locales.map((l) => <option key={l} value={l}>{languageName(l, locale)}</option>)}
      </NativeSelect>
    </Prop>
  )
}

/** What belongs to the form as a whole; shown while nothing is selected. */
export function FormProps({ form }: { form: Form }) {
  const { t } = useI18n()
  const { locale } = useContent()
  const first = readables(form, '')[0]?.path
  return (
    <>
      <Group title={t('builder.panel.text')}>
        <TextProp id="" name="title" value={form.title} />
        <TextProp id="" name="description" value={form.description} isLong />
        <Languages form={form} />
      </Group>
      {first !== undefined && (
        <Group title={t('builder.panel.rules')}>
          <ChecksProp id="" checks={form.validations ?? []} start={formCheck(locale, first)} />
        </Group>
      )}
      <Group title={t('section.part')}><SectionProp form={form} /></Group>
    </>
  )
}

/** All properties of one page. */
export function PageProps({ page }: { page: Page }) {
  const { t } = useI18n()
  return (
    <>
      <Group title={t('builder.panel.text')}>
        <TextProp id={page.id} name="title" value={page.title} />
        <TextProp id={page.id} name="description" value={page.description} isLong />
      </Group>
      <Group title={t('builder.panel.rules')}><RuleProp id={page.id} name="visibleWhen" rule={page.visibleWhen} /></Group>
      <Group title={t('builder.panel.data')}>
        <KeyProp id={page.id} value={page.key} />
        <SwitchProp id={page.id} name="staffOnly" value={page.staffOnly} />
      </Group>
    </>
  )
}
