// Who signs a unit's sheets: kept in this browser by user and unit, so that it is typed once and shown to no other user.
import { browserKeeps, readKept, writeKept } from '@/ui/kept'

export interface Signers {
  head: string
  statistician: string
  filler: string
  phone: string
  date: string
}

const key = (user: string, unit: string) => `heng.signers.${user}.${unit}`
const none: Signers = { head: '', statistician: '', filler: '', phone: '', date: '' }

export const keptSigners = (user: string, unit: string): Signers => ({ ...none, ...(readKept(browserKeeps, key(user, unit)) as Partial<Signers> | undefined), date: '' })

export const keepSigners = (user: string, unit: string, signers: Signers): boolean => writeKept(browserKeeps, key(user, unit), signers)

/** What is empty is a line to write on. */
export const written = (signers: Signers): Partial<Signers> =>
  Object.fromEntries(Object.entries(signers).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text))
