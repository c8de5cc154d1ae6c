import { useTranslation } from 'react-i18next'
import { currentOf } from '@/api/conflict'
import type { Tagged } from '@/api/client'
import { asProblem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import type { MunicipalFlag, OrganisationView } from '@/api/types'
import { Badge } from '@/ui/Badge'
import { Conflict } from '@/ui/Conflict'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { Segmented } from '@/ui/Segmented'
import { toasts } from '@/ui/toasts'
import { useChangeOrganisation } from './queries'

const FLAGS = ['assumption_day', 'peace_festival', 'corpus_christi'] as const
type Flag = (typeof FLAGS)[number]

/** Municipal holidays, changed where they stand; working days and due dates follow from them. */
export function Holidays({ current, heading: Heading }: { current: Tagged<OrganisationView>; heading: 'h2' | 'h3' }) {
  const { t } = useTranslation('organisations')
  const { view } = current
  const change = useChangeOrganisation(view.id)
  const say = useProblemText()
  const stored = currentOf<OrganisationView>(change.problem)
  const wanted = change.variables?.body

  function set(flag: Flag, value: MunicipalFlag, before: MunicipalFlag, at = current) {
    change.mutate({ body: { [flag]: value }, etag: at.etag }, {
      // Somebody changed something else meanwhile: that does not stand in the way.
      onError: (error) => { const now = currentOf<OrganisationView>(asProblem(error)); if (now && now.view[flag] === at.view[flag]) set(flag, value, before, now) },
      onSuccess: (saved) => toasts.show({
        text: t('holidays.saved', { name: t(`holidays.${flag}`) }),
        action: { label: t('undo'), run: () => change.mutate({ body: { [flag]: before }, etag: saved.etag }) },
      }),
    })
  }
  const options = (['yes', 'no', 'unknown'] as const).map((id) => ({ id, label: t(`holidays.value_${id}`) }))
  const may = view.can.includes('update')
  return (
    <>
      <Heading>{t('holidays.title')}</Heading>
      <p className="dw-small dw-muted">{t('holidays.text')}</p>
      {stored && wanted ? (
        <Conflict
          immediate
          fields={FLAGS.filter((flag) => wanted[flag] !== undefined).map((flag) => ({
            key: flag, label: t(`holidays.${flag}`), mine: t(`holidays.value_${wanted[flag] ?? 'unknown'}`), theirs: t(`holidays.value_${stored.view[flag]}`), chosen: null,
            onChoose: (whose) => (whose === 'mine' ? change.mutate({ body: wanted, etag: stored.etag }) : change.reset()),
          }))}
        />
      ) : change.problem ? <ProblemSummary {...say(change.problem)} /> : null}
      <div className="dw-org-flags">
        {FLAGS.map((flag) => {
          const value = change.isPending ? (wanted?.[flag] ?? view[flag]) : view[flag]
          return (
            <div key={flag} className="dw-org-flag">
              <span>{t(`holidays.${flag}`)}</span>
              {may
                ? <Segmented label={t(`holidays.${flag}`)} hideLabel options={options} value={value} onChange={(next) => set(flag, next as MunicipalFlag, view[flag])} isDisabled={change.isPending} />
                : <Badge tone={value === 'unknown' ? 'warning' : 'neutral'}>{t(`holidays.value_${value}`)}</Badge>}
            </div>
          )
        })}
      </div>
    </>
  )
}
