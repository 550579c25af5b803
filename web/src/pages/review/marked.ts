// Cells that a reader has listed for return and not sent yet, kept in this browser by user and form: looking through a form
// takes more than one sitting. They are of one version of the form: what somebody else returned meanwhile came back another.

const keyOf = (user: string, submission: number): string => `heng.return.${user}.${submission}`

type Keeps = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Those of this version; of another there are none. */
export function readMarked(storage: Keeps, user: string, submission: number, version: number): Map<string, string> {
  try {
    const held = JSON.parse(storage.getItem(keyOf(user, submission)) ?? '{}') as { version?: unknown; cells?: unknown }
    return new Map(held.version === version && Array.isArray(held.cells) ? (held.cells as [string, string][]) : [])
  } catch {
    // A browser that keeps nothing, or what is no list of ours.
    return new Map()
  }
}

/** Whether the browser keeps it now. */
export function keepMarked(storage: Keeps, user: string, submission: number, version: number, marked: ReadonlyMap<string, string>): boolean {
  try {
    if (marked.size) storage.setItem(keyOf(user, submission), JSON.stringify({ version, cells: [...marked] }))
    else storage.removeItem(keyOf(user, submission))
    return true
  } catch {
    return false
  }
}
