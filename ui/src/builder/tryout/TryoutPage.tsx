import { Button } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import { FaultError } from '../../api/client'
import { Empty } from '../../desk/parts/Empty'
import { tell } from '../../desk/parts/fault'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { useWindowTitle } from '../../desk/parts/useWindowTitle'
import { Waiting } from '../../desk/parts/Waiting'
import type { Violation } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { useContent } from '../frame/content'
import { useDraftView } from '../frame/draftContext'
import type { Titled } from '../frame/Head'
import { FindingLines } from '../frame/Problems'
import { DraftFault } from '../frame/saved'
import type { Address } from '../frame/server'
import { isGone, useTryout } from './server'
import css from './tryout.module.css'
import { Workbench } from './Workbench'

const home = ({ kind, key }: Address): string => `/builder/${kind}/${key}`

/** Why the draft cannot be tried as it is, with the way to each culprit. */
function Refused({ address, error }: { address: Address; error: FaultError }) {
  const i18n = useI18n()
  const navigate = useNavigate()
  const { violations } = tell(error, i18n)
  return (
    <div className={css.refused}>
      <Notice tone="danger" role="alert" title={i18n.t('tryout.refused')}>
        <p>{i18n.t('tryout.refusedText')}</p>
        <FindingLines findings={violations as readonly Violation[]} onOpen={() => void navigate(home(address))} />
      </Notice>
    </div>
  )
}

/** The title while there is nothing else at the top. */
function Plain({ address, title }: { address: Address; title: string }) {
  const { t } = useI18n()
  return (
    <header className={css.head}>
      <Link to={home(address)} aria-label={t('tryout.back')} className={css.back}><Glyph name="back" size={16} /></Link>
      <h1>{t('tryout.title', { name: title })}</h1>
    </header>
  )
}

/** The draft in a sandbox of its own: the real pages, a clock that can be moved on, and messages that nobody receives. */
export function TryoutPage({ address }: { address: Address }) {
  const { t, locale } = useI18n()
  const { read } = useContent()
  const { present } = useDraftView<Titled>().history
  const title = read(present.title) || present.key
  useWindowTitle(t('tryout.title', { name: title }))
  const tryout = useTryout(address, locale)
  const { data, error, begin } = tryout
  if (data && !error) return <Workbench key={data.id} address={address} title={title} tryout={data} begin={begin} close={tryout.close} />
  const failed = begin.error ?? error
  const again = <Button loading={begin.isPending} onClick={() => begin.mutate({ isFresh: true })}>{t('tryout.again')}</Button>
  return (
    <>
      <Plain address={address} title={title} />
      {failed === null && <Waiting />}
      {isGone(failed) && <Empty title={t('tryout.gone')} glyph="pending" action={again}>{t('tryout.goneText')}</Empty>}
      {failed instanceof FaultError && failed.fault.code === 'invalid' && <Refused address={address} error={failed} />}
      {failed !== null && !isGone(failed) && !(failed instanceof FaultError && failed.fault.code === 'invalid') && <div className={css.refused}><DraftFault error={failed} retry={() => void tryout.refetch()} /></div>}
    </>
  )
}
