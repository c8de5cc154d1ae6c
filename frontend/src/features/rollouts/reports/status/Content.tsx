import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ReportCell, ReportContent } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { ReportsIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { useLanguage, When } from '@/ui/When'
import { Scroll } from '../Scroll'

type Group = ReportContent['groups'][number]
type Table = ReportContent['tables'][number]

/** What stands in a report, as it is sent: each number leads to its rows. */
export function Content({ content }: { content: ReportContent }) {
  const { t } = useTranslation('status')
  const language = useLanguage()
  const none = content.groups.every(({ figures }) => figures.every(({ value }) => value === 0))
  return (
    <article className="dw-stack" lang={content.language} aria-labelledby="rp-content">
      <header>
        <h2 id="rp-content">{content.title}</h2>
        <p className="dw-muted rp-line" lang={language}>
          {t('as_of')} <When value={content.made_at} /> · {t('rights_of', { name: content.reader })}
          {content.compared_with ? ` · ${t('compared', { day: sayDay(content.compared_with, new Date(), language) })}` : null}
        </p>
      </header>
      {none ? <EmptyState icon={ReportsIcon} title={t('empty')} actions={<LinkButton href="/rollouts">{t('to_rollouts')}</LinkButton>}>{t('empty_text')}</EmptyState> : (
        <>
          <div className="rp-groups">{content.groups.map((group) => <Figures key={group.key} group={group} compared={content.compared_with !== null} />)}</div>
          {content.tables.map((table) => <Rows key={table.key} table={table} />)}
        </>
      )}
    </article>
  )
}

const signed = (change: number, say: (value: number) => string) => `${change > 0 ? '+' : ''}${say(change)}`

function Figures({ group, compared }: { group: Group; compared: boolean }) {
  const { t } = useTranslation('status')
  const language = useLanguage()
  const say = (value: number) => sayNumber(value, language)
  return (
    <section className="dw-card" aria-label={group.title}>
      <table className="rp-table rp-figures">
        <caption>{group.title}</caption>
        <thead className="dw-sr"><tr><th scope="col">{t('figure')}</th><th scope="col">{t('value')}</th>{compared ? <th scope="col">{t('change')}</th> : null}</tr></thead>
        <tbody>
          {group.figures.map(({ key, label, value, light, change, link }) => (
            <tr key={key}>
              <th scope="row">{light ? <Light state={light} /> : label}</th>
              <td><Link href={link} aria-label={`${label}: ${say(value)}`}>{say(value)}</Link></td>
              {compared ? <td className="dw-muted">{change === null ? '' : signed(change, say)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Rows({ table }: { table: Table }) {
  const { t } = useTranslation('status')
  const language = useLanguage()
  return (
    <section className="dw-card dw-stack" aria-labelledby={`rp-${table.key}`}>
      <h3 id={`rp-${table.key}`}>{table.title}</h3>
      {table.note ? <p className="dw-muted rp-line">{table.note} {table.rows.length > 0 ? <Link href={table.link}>{t('all_rows', { total: sayNumber(table.total, language) })}</Link> : null}</p> : null}
      {table.rows.length > 0 ? (
        <Scroll label={table.title}>
          <table className="rp-table">
            <thead><tr>{table.columns.map(({ heading, kind }) => <th key={heading} scope="col" className={kind === 'text' ? 'is-text' : undefined}>{heading}</th>)}</tr></thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={`${row[0]?.link} ${row[1]?.text}`}>
                  {row.map((cell, place) => (place === 0
                    ? <th key={table.columns[place]?.heading} scope="row"><Cell cell={cell} /></th>
                    : <td key={table.columns[place]?.heading} className={table.columns[place]?.kind === 'text' ? 'is-text' : undefined}><Cell cell={cell} /></td>))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
    </section>
  )
}

function Cell({ cell }: { cell: ReportCell }) {
  const shown = cell.light ? <Light state={cell.light} /> : cell.day ? <When value={cell.day} /> : cell.text
  return cell.link ? <Link href={cell.link}>{shown}</Link> : <>{shown}</>
}
