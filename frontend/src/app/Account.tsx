import { AccountPage } from '@/features/identity/AccountPage'
import { preferences } from './preferences'

/** One's own account; the language chosen there also holds for this browser. */
export function Account() {
  return <AccountPage onLanguage={(language) => preferences.set({ language })} />
}
