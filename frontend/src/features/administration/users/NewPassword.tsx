import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Four groups of five letters and digits without look-alikes: about 100 bits, and can be read out on the telephone. */
function suggestion(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length] ?? '')
  return [0, 5, 10, 15].map((start) => letters.slice(start, start + 5).join('')).join('-')
}

export interface NewPasswordProps {
  value: string
  onChange: (value: string) => void
  error: string | undefined
  optional?: boolean
  description?: ReactNode
}

/** A password for somebody else: shown, because it is handed over, and made up on request. */
export function NewPassword({ value, onChange, error, optional, description }: NewPasswordProps) {
  const { t } = useTranslation('administration')
  const [shown, setShown] = useState(false)
  const button = <Button small variant="quiet" onPress={() => { setShown(true); onChange(suggestion()) }}>{t('users.suggest')}</Button>
  return (
    <TextField
      label={t('users.new_password')} pointer="/password" type={shown ? 'text' : 'password'} value={value} onChange={onChange} error={error} optional={optional ?? false}
      description={description ?? t('users.password_rule')} autoComplete="new-password" maxLength={256} end={button}
    />
  )
}
