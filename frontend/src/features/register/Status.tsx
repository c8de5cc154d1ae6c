import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '@/ui/Badge'

const TONES: Record<string, Tone> = { previewed: 'info', running: 'accent', applied: 'success', failed: 'danger' }

/** Where an import stands, in a word. */
export function Status({ status }: { status: string }) {
  const { t } = useTranslation('register')
  return <Badge tone={TONES[status] ?? 'neutral'}>{t(`status.${status}`)}</Badge>
}
