import { useTranslation } from 'react-i18next'
import { Dialog } from '@/ui/Dialog'

const KEYS = [
  ['jump', 'Strg K'], ['move', 'j k ↑ ↓'], ['open', 'o ⏎'], ['select', '␣'], ['close', 'Esc'], ['complete', 'e'], ['reply', 'r'], ['note', 'n'], ['assign', 'a'], ['state', 's'], ['link', 'l'], ['macro', 'm'], ['help', '?'],
] as const

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app')
  return (
    <Dialog isOpen onClose={onClose} title={t('shortcuts.title')}>
      <dl className="dw-keys">
        {KEYS.map(([id, keys]) => (
          <div key={id}>
            <dt>{t(`shortcuts.${id}`)}</dt>
            <dd>{keys.replace('Strg', t('shortcuts.ctrl')).split(' ').map((key) => <kbd key={key} className="dw-kbd">{key}</kbd>)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
