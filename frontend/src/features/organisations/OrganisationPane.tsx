import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-aria-components'
import { asProblem } from '@/api/problem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { useKindName } from '@/pickers/labels'
import { Badge } from '@/ui/Badge'
import { LinkButton } from '@/ui/Button'
import { ChevronRightIcon, OpenIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { OrganisationDetail } from './OrganisationDetail'
import { organisation } from './queries'

/** What is chosen in the tree, beside it. */
export function OrganisationPane({ id }: { id: string }) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const { data, error } = useQuery(organisation(id))
  if (error) return <div className="dw-org-pane"><ProblemNote problem={asProblem(error)} /></div>
  if (!data) return <div className="dw-org-pane"><LoadingNote /><Skeleton lines={10} /></div>
  const { view } = data
  return (
    <article className="dw-org-pane" aria-labelledby="organisation-name">
      <header className="dw-page-head">
        <nav aria-label={t('detail.path')}>
          <ol className="dw-crumbs">
            {view.path.map((place) => <li key={place.id}><Link href={`/organisations?id=${place.id}`}><NameOf of={place} /></Link><ChevronRightIcon aria-hidden="true" /></li>)}
          </ol>
        </nav>
        <div className="dw-page-line">
          <h2 id="organisation-name">{view.name}</h2>
          <Badge>{view.designation ?? kindName(view.kind)}</Badge>
          {view.valid_to ? <Badge tone="warning">{t('detail.ended')}</Badge> : null}
          <div className="dw-page-actions"><LinkButton href={`/organisations/${id}`} icon={<OpenIcon aria-hidden="true" />}>{t('detail.open')}</LinkButton></div>
        </div>
      </header>
      <OrganisationDetail current={data} stacked />
    </article>
  )
}
