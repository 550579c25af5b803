// Cells that a reader has listed for return and not sent yet, kept in this browser by user and form: looking through a form
// takes more than one sitting. They are of one version of the form: what somebody else returned meanwhile came back another.
import { readKept, writeKept, type Keeps } from '@/ui/kept'

const keyOf = (user: string, submission: number): string => `heng.return.${user}.${submission}`

/** Those of this version; of another there are none. */
export function readMarked(storage: Keeps, user: string, submission: number, version: number): Map<string, string> {
  const held = (readKept(storage, keyOf(user, submission)) ?? {}) as { version?: unknown; cells?: unknown }
  return new Map(held.version === version && Array.isArray(held.cells) ? (held.cells as [string, string][]) : [])
}

/** Whether the browser keeps it now. */
export const keepMarked = (storage: Keeps, user: string, submission: number, version: number, marked: ReadonlyMap<string, string>): boolean =>
  writeKept(storage, keyOf(user, submission), marked.size ? { version, cells: [...marked] } : undefined)
