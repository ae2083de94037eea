import { Button } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import { Empty } from '../../desk/parts/Empty'
import { Glyph } from '../../desk/parts/Glyph'
import { useWindowTitle } from '../../desk/parts/useWindowTitle'
import { Waiting } from '../../desk/parts/Waiting'
import { useI18n } from '../../i18n/I18n'
import { useContent } from '../frame/content'
import { useDraftView } from '../frame/draftContext'
import type { Titled } from '../frame/Head'
import { DraftFault } from '../frame/saved'
import type { Address } from '../frame/server'
import { isGone, useTryout } from './server'
import css from './tryout.module.css'
import { Workbench } from './Workbench'

const home = ({ kind, key }: Address): string => `/builder/${kind}/${key}`

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
  const navigate = useNavigate()
  const { present } = useDraftView<Titled>().history
  const title = read(present.title) || present.key
  useWindowTitle(t('tryout.title', { name: title }))
  const tryout = useTryout(address, locale)
  const { data, error, begin } = tryout
  // One question without an answer is no reason to take the frame away: the next one may be answered.
  if (data && !isGone(error)) return <Workbench key={data.id} address={address} title={title} tryout={data} trouble={error} begin={begin} close={tryout.close} />
  const failed = begin.error ?? error
  const again = <Button loading={begin.isPending} onClick={() => begin.mutate({ isFresh: true })}>{t('tryout.again')}</Button>
  return (
    <>
      <Plain address={address} title={title} />
      {failed === null && <Waiting />}
      {isGone(failed) && <Empty title={t('tryout.gone')} glyph="pending" action={again}>{t('tryout.goneText')}</Empty>}
      {failed !== null && !isGone(failed) && <div className={css.refused}><DraftFault error={failed} retry={() => void tryout.refetch()} onOpen={() => void navigate(home(address))} /></div>}
    </>
  )
}
