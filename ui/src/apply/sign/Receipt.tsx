import type { Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { useFocusOnMount } from '../../design/Field'
import { Code, Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'

/** Proof for the person, made to be printed or kept. */
export function Receipt({ receipt }: { receipt: Schemas['SignatureReceipt'] }) {
  const { t, text, dateTime } = useI18n()
  const ref = useFocusOnMount<HTMLDivElement>()
  return (
    <Stack gap="large">
      <Banner tone="success" receipt level={1} title={t('apply.sign.doneTitle')} ref={ref}>
        <p>{t('apply.status.reference')} <Code>{receipt.reference}</Code></p>
      </Banner>
      <section aria-labelledby="next">
        <Stack gap="small">
          <h2 id="next">{t('apply.sign.next')}</h2>
          <Prose text={text(receipt.stage)} />
        </Stack>
      </section>
      <Summary>
        <SummaryRow label={t('apply.sign.at')}>{dateTime(receipt.signedAt)}</SummaryRow>
        <SummaryRow label={t('apply.sign.hash')}><bdi dir="ltr">{receipt.hash}</bdi></SummaryRow>
      </Summary>
      <ButtonRow><Button kind="secondary" onClick={() => window.print()}>{t('apply.status.print')}</Button></ButtonRow>
    </Stack>
  )
}
