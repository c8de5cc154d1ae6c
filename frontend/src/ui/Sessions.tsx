import { useTranslation } from 'react-i18next'
import { Badge } from './Badge'
import { Button } from './Button'
import { When } from './When'
import './pieces.css'

export interface SessionLine {
  id: string
  user_agent: string
  current: boolean
  created_at: string
  last_used_at: string
  can: string[]
}

const BROWSERS: [RegExp, string][] = [[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]
const SYSTEMS: [RegExp, string][] = [[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']]

/** "Firefox, Windows" from what a browser says about itself; the text itself where it is none of the known ones. */
export function sayBrowser(userAgent: string): string {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ') || userAgent || '–'
}

/** Where somebody is logged in, each with a way to end it. `pending` is the one being ended. */
export function Sessions({ sessions, onEnd, pending }: { sessions: SessionLine[]; onEnd: (id: string) => void; pending?: string | undefined }) {
  const { t } = useTranslation('ui')
  if (sessions.length === 0) return <p className="dw-muted">{t('session.none')}</p>
  return (
    <ul className="dw-sessions">
      {sessions.map((session) => (
        <li key={session.id}>
          <span className="dw-sessions-text">
            <span title={session.user_agent}>{sayBrowser(session.user_agent)}</span>
            <span className="dw-muted dw-small">{t('session.used')} <When value={session.last_used_at} /></span>
          </span>
          {session.current ? <Badge tone="info">{t('session.current')}</Badge> : null}
          {session.can.includes('revoke') && !session.current ? <Button small onPress={() => onEnd(session.id)} isPending={pending === session.id}>{t('session.end')}</Button> : null}
        </li>
      ))}
    </ul>
  )
}
