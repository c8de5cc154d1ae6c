import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './Button'
import { CloseIcon, DangerIcon, InfoIcon, SuccessIcon, UndoIcon, WarningIcon } from './icons'
import { toasts, type ToastEntry } from './toasts'
import './pieces.css'

const ICONS = { success: SuccessIcon, info: InfoIcon, warning: WarningIcon, danger: DangerIcon }

/** Where messages appear. Rendered once by the app; both live regions are always there, so that the first message is read out too. */
export function ToastRegion() {
  const { t } = useTranslation('ui')
  const all = useSyncExternalStore(toasts.subscribe, toasts.all)
  const urgent = all.filter((toast) => toast.tone === 'danger')
  const calm = all.filter((toast) => toast.tone !== 'danger')
  return (
    <section className="dw-toasts" aria-label={t('toast.region')}>
      <div role="alert">{urgent.map((toast) => <Toast key={toast.id} toast={toast} />)}</div>
      <div role="status">{calm.map((toast) => <Toast key={toast.id} toast={toast} />)}</div>
    </section>
  )
}

function Toast({ toast }: { toast: ToastEntry }) {
  const { t } = useTranslation('ui')
  const Icon = ICONS[toast.tone]
  const { action } = toast
  return (
    <div className={`dw-toast dw-toast--${toast.tone}`}>
      <Icon aria-hidden="true" />
      <span>{toast.text}</span>
      {action ? <Button small icon={<UndoIcon aria-hidden="true" />} onPress={() => { toasts.close(toast.id); action.run() }}>{action.label}</Button> : null}
      <IconButton label={t('close')} icon={<CloseIcon />} small noTooltip onPress={() => toasts.close(toast.id)} />
    </div>
  )
}
