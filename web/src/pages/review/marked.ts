// Cells that a reader has listed for return and not sent yet, kept in this browser by user and form: looking through a form
// takes more than one sitting.

const keyOf = (user: string, submission: number): string => `heng.return.${user}.${submission}`

type Keeps = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function readMarked(storage: Keeps, user: string, submission: number): Map<string, string> {
  try {
    const held: unknown = JSON.parse(storage.getItem(keyOf(user, submission)) ?? '[]')
    return new Map(Array.isArray(held) ? (held as [string, string][]) : [])
  } catch {
    // A browser that keeps nothing, or what is no list of ours.
    return new Map()
  }
}

/** Whether the browser keeps it now. */
export function keepMarked(storage: Keeps, user: string, submission: number, marked: ReadonlyMap<string, string>): boolean {
  try {
    if (marked.size) storage.setItem(keyOf(user, submission), JSON.stringify([...marked]))
    else storage.removeItem(keyOf(user, submission))
    return true
  } catch {
    return false
  }
}
