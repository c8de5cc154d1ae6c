import { useTranslation } from 'react-i18next'
import { Link } from 'react-aria-components'

/** A name as other things carry it; `null` where the reader may not know it. */
export interface MaybeNamed {
  name: string | null
}

/** The name of something, or "nicht sichtbar". With `href` a link, unless the name is hidden. */
export function NameOf({ of, href }: { of: MaybeNamed | null | undefined; href?: string | undefined }) {
  const { t } = useTranslation('ui')
  if (!of) return <>–</>
  if (of.name === null) return <span className="dw-muted">{t('hidden_name')}</span>
  return href === undefined ? <>{of.name}</> : <Link href={href}>{of.name}</Link>
}
