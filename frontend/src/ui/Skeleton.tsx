import { useTranslation } from 'react-i18next'
import './pieces.css'

const WIDTHS = ['w90', 'w60', 'w75', 'w45', 'w80', 'w55']

/** Lines in the place of a text that is coming. Put `LoadingNote` once beside a group of skeletons. */
export function Skeleton({ lines = 1 }: { lines?: number }) {
  return (
    <span className="dw-skeleton-group" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => <span key={line} className={`dw-skeleton ${WIDTHS[line % WIDTHS.length]}`} />)}
    </span>
  )
}

/** Says once, to screen readers only, that something is loading. */
export function LoadingNote() {
  const { t } = useTranslation('ui')
  return <span className="dw-sr" role="status">{t('loading')}</span>
}

/** The bones of a page: title, filter, rows. First paint of every lazy page. */
export function PageSkeleton() {
  return (
    <div className="dw-page-skeleton">
      <LoadingNote />
      <Skeleton />
      <span className="dw-skeleton dw-skeleton--bar" aria-hidden="true" />
      <Skeleton lines={8} />
    </div>
  )
}
