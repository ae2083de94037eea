import type { Form, Page } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { Languages } from '../../translations/Languages'
import { readables } from '../rules/scope'
import { SwitchProp, TextProp } from './basic'
import { KeyProp } from './FieldProps'
import { Group, Prop } from './Prop'
import { ChecksProp, formCheck, RuleProp } from './RuleProps'

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
        <Prop label={t('builder.property.locales')}><Languages /></Prop>
      </Group>
      {first !== undefined && (
        <Group title={t('builder.panel.rules')}>
          <ChecksProp id="" checks={form.validations ?? []} start={formCheck(locale, first)} />
        </Group>
      )}
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
