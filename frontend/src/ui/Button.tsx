import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton, Link as AriaLink, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './cx'
import { Tooltip } from './Tooltip'
import './button.css'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  children: ReactNode
  variant?: ButtonVariant
  /** Shown before the text; decoration only. */
  icon?: ReactElement
  small?: boolean
  /** Why the button cannot be used. Set it instead of `isDisabled`: the button stays in the tab order and tells the reason. */
  disabledReason?: string | undefined
}

/** A button with text. `isPending` keeps its width, blocks a second press and is announced. */
export function Button({ variant = 'secondary', icon, small, disabledReason, children, onPress, type, ...rest }: ButtonProps) {
  const blocked = disabledReason !== undefined
  const button = (
    <AriaButton
      {...rest}
      type={blocked ? 'button' : type}
      onPress={blocked ? undefined : onPress}
      className={cx('dw-button', `dw-button--${variant}`, small && 'dw-button--small', blocked && 'is-blocked')}
    >
      {icon}
      <span>{children}</span>
      {rest.isPending ? <span className="dw-button-spin" aria-hidden="true" /> : null}
      {blocked ? <span className="dw-sr">{` – ${disabledReason}`}</span> : null}
    </AriaButton>
  )
  return blocked ? <Tooltip text={disabledReason}>{button}</Tooltip> : button
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** Accessible name, also shown as tooltip. */
  label: string
  icon: ReactElement
  /** Keys that do the same, shown in the tooltip. */
  keys?: string
  small?: boolean
  /** Leaves the tooltip out, where the button opens something that says the same. */
  noTooltip?: boolean
}

/** A button with a picture only; its name is read out and shown on hover and focus. */
export function IconButton({ label, icon, keys, small, noTooltip, ...rest }: IconButtonProps) {
  const button = (
    <AriaButton {...rest} aria-label={label} className={cx('dw-button dw-button--quiet dw-button--icon', small && 'dw-button--small')}>
      {icon}
    </AriaButton>
  )
  return noTooltip ? button : <Tooltip text={label} keys={keys}>{button}</Tooltip>
}

export interface LinkButtonProps {
  href: string
  children: ReactNode
  variant?: ButtonVariant
  icon?: ReactElement
}

/** A link that looks like a button: it goes somewhere, so it is a link. */
export function LinkButton({ href, children, variant = 'secondary', icon }: LinkButtonProps) {
  return (
    <AriaLink href={href} className={cx('dw-button', `dw-button--${variant}`)}>
      {icon}
      <span>{children}</span>
    </AriaLink>
  )
}
