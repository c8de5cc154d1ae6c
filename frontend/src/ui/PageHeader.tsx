import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ChevronRightIcon } from './icons'
import './pieces.css'

/** Names the browser's tab; PageHeader does it for every page that has one. */
export function usePageTitle(title: string): void {
  useEffect(() => { document.title = `${title} – Dienstweg` }, [title])
}

export interface Crumb {
  label: string
  href: string
}

export interface PageHeaderProps {
  title: string
  crumbs?: Crumb[]
  /** Number, light, state: what one must know first. */
  meta?: ReactNode
  actions?: ReactNode
}

/** Where one is and what one can do here. The only h1 of a page; focus lands on it after navigation. */
export function PageHeader({ title, crumbs = [], meta, actions }: PageHeaderProps) {
  const { t } = useTranslation('ui')
  usePageTitle(title)
  return (
    <header className="dw-page-head">
      {crumbs.length > 0 ? (
        <nav aria-label={t('breadcrumb')}>
          <ol className="dw-crumbs">
            {crumbs.map((crumb) => (
              <li key={`${crumb.href} ${crumb.label}`}>
                <Link href={crumb.href}>{crumb.label}</Link>
                <ChevronRightIcon aria-hidden="true" />
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="dw-page-line">
        <h1 tabIndex={-1}>{title}</h1>
        {meta ? <div className="dw-page-meta">{meta}</div> : null}
        {actions ? <div className="dw-page-actions">{actions}</div> : null}
      </div>
    </header>
  )
}
