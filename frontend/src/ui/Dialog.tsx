import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './Button'
import { cx } from './cx'
import { CloseIcon } from './icons'
import './overlay.css'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  wide?: boolean
  /** For decisions that lose something: cannot be closed by clicking beside it. */
  alert?: boolean
}

/** A decision that interrupts. For looking at something use Peek, which opens beside. */
export function Dialog({ isOpen, onClose, title, children, footer, wide, alert }: DialogProps) {
  const { t } = useTranslation('ui')
  return (
    <ModalOverlay className="dw-backdrop" isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable={!alert}>
      <Modal className={cx('dw-modal', wide && 'dw-modal--wide')}>
        <AriaDialog className="dw-dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="dw-dialog-head">
            <Heading slot="title" level={2}>{title}</Heading>
            <IconButton label={t('close')} icon={<CloseIcon />} onPress={onClose} small noTooltip />
          </header>
          <Body>{children}</Body>
          {footer ? <footer className="dw-dialog-foot">{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What does not fit is scrolled by keyboard too, also where there is nothing in it to press. */
function Body({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const body = ref.current
    if (!body) return undefined
    const look = () => setScrolls(body.scrollHeight > body.clientHeight)
    const observer = new ResizeObserver(look)
    for (const part of [body, ...body.children]) observer.observe(part)
    look()
    return () => observer.disconnect()
  }, [children])
  return <div ref={ref} className="dw-dialog-body" {...(scrolls ? { tabIndex: 0 } : {})}>{children}</div>
}

export interface ConfirmProps {
  isOpen: boolean
  onClose: () => void
  /** Names the thing: "Ticket INC-2026-000123 löschen?" */
  title: string
  /** What follows from it, and whether it can be undone. */
  children: ReactNode
  /** The act in a word or two: "Löschen". */
  confirm: string
  onConfirm: () => void
  isPending?: boolean
}

/** Asks once before something that cannot be undone. */
export function Confirm({ isOpen, onClose, title, children, confirm, onConfirm, isPending }: ConfirmProps) {
  const { t } = useTranslation('ui')
  const footer = (
    <>
      <Button onPress={onClose} autoFocus>{t('cancel')}</Button>
      <Button variant="danger" onPress={onConfirm} isPending={isPending ?? false}>{confirm}</Button>
    </>
  )
  return <Dialog isOpen={isOpen} onClose={onClose} title={title} footer={footer} alert>{children}</Dialog>
}
