import { Link } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Chip } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { LoadFault } from '../parts/LoadFault'
import { PageHead } from '../parts/PageHead'
import { Body, ListSkeleton, Table } from '../parts/Table'
import { When } from '../parts/When'
import { type Mention, useMentions } from '../query/mentions'

function Line({ mention }: { mention: Mention }) {
  const { t } = useI18n()
  return (
    <tr>
      <th scope="row"><Link to={`/cases/${mention.case}?tab=notes`}><bdi>{mention.name || t('desk.case.unnamed')}</bdi> <bdi dir="ltr">{mention.reference}</bdi></Link></th>
      <td><bdi>{mention.by}</bdi></td>
      <td><When at={mention.at} /></td>
      <td>{mention.read ? t('casepage.mentionRead') : <Chip tone="info" glyph="mail">{t('casepage.mentionNew')}</Chip>}</td>
    </tr>
  )
}

/** The notes in which colleagues speak to me. Opening the case reads them. */
export function MentionsPage() {
  const { t } = useI18n()
  const { data, error, refetch } = useMentions()
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton />
  const heads = [t('casepage.mentionCase'), t('casepage.mentionBy'), t('casepage.mentionAt'), t('inbox.away.state')]
  return (
    <>
      <PageHead title={t('casepage.mentions')} note={t('casepage.mentionsNote')} />
      {data.length === 0
        ? <Empty title={t('casepage.mentionsNone')} glyph="people">{t('casepage.mentionsNoneText')}</Empty>
        : <Body><Table label={t('casepage.mentions')} heads={heads}>{data.map((m) => <Line key={m.note} mention={m} />)}</Table></Body>}
    </>
  )
}
