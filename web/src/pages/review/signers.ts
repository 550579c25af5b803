// Who signs a unit's sheets: kept in this browser by unit, so that it is typed once.

export interface Signers {
  head: string
  statistician: string
  filler: string
  phone: string
  date: string
}

const key = (unit: string) => `heng.signers.${unit}`
const none: Signers = { head: '', statistician: '', filler: '', phone: '', date: '' }

export function keptSigners(unit: string): Signers {
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(key(unit)) ?? '{}') as Partial<Signers>), date: '' }
  } catch {
    return { ...none }
  }
}

export function keepSigners(unit: string, signers: Signers): void {
  try {
    localStorage.setItem(key(unit), JSON.stringify(signers))
  } catch {
    // A browser that keeps nothing still prints.
  }
}

/** Where the sheet lies; what is empty is a line to write on. */
export function linkToSheet(id: number, signers: Signers): string {
  const given = Object.entries(signers).filter(([, text]) => text.trim())
  const query = new URLSearchParams(given.map(([name, text]) => [name, text.trim()]))
  return `/api/submissions/${id}/sheet/file${given.length ? `?${query.toString()}` : ''}`
}
