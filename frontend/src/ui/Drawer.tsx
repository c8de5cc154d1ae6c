import type { ReactNode } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import './overlay.css'

export interface DrawerProps {
  isOpen: boolean
  onClose: () => void
  label: string
  children: ReactNode
}

/** Slides in from the start edge over the page: the navigation on a phone. */
export function Drawer({ isOpen, onClose, label, children }: DrawerProps) {
  return (
    <ModalOverlay className="dw-backdrop dw-backdrop--drawer" isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="dw-drawer">
        <Dialog className="dw-dialog" aria-label={label}>{children}</Dialog>
      </Modal>
    </ModalOverlay>
  )
}
