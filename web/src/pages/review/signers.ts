// Who signs a unit's sheets: kept in this browser by user and unit, so that it is typed once and shown to no other user.

export interface Signers {
  head: string
  statistician: string
  filler: string
  phone: string
  date: string
}

const key = (user: string, unit: string) => `heng.signers.${user}.${unit}`
const none: Signers = { head: '', statistician: '', filler: '', phone: '', date: '' }

export function keptSigners(user: string, unit: string): Signers {
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(key(user, unit)) ?? '{}') as Partial<Signers>), date: '' }
  } catch {
    return { ...none }
  }
}

export function keepSigners(user: string, unit: string, signers: Signers): void {
  try {
    localStorage.setItem(key(user, unit), JSON.stringify(signers))
  } catch {
    // A browser that keeps nothing still prints.
  }
}

/** What is empty is a line to write on. */
export const written = (signers: Signers): Partial<Signers> =>
  Object.fromEntries(Object.entries(signers).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text))
