// Where drafts lie: in this browser's own database, or in the page alone where the browser keeps none.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Draft } from './draft'

/** Drafts by user and submission. `change` is atomic over all tabs. */
export interface Keeper {
  /** Whether drafts outlive the page. */
  durable: boolean
  all: () => Promise<Draft[]>
  get: (user: string, submission: number) => Promise<Draft | undefined>
  /** Undefined takes the draft away. */
  change: (user: string, submission: number, update: (held: Draft | undefined) => Draft | undefined) => Promise<Draft | undefined>
}

interface Schema extends DBSchema {
  drafts: { key: [string, number]; value: Draft }
}

const name = 'heng'
const version = 1

/** The browser's database; where it cannot be opened (switched off by policy, full, private window), the page's memory. */
export async function openKeeper(): Promise<Keeper> {
  try {
    const database = await openDB<Schema>(name, version, {
      upgrade: (fresh) => void fresh.createObjectStore('drafts', { keyPath: ['user', 'submission'] }),
    })
    return inDatabase(database)
  } catch {
    return inMemory()
  }
}

function inDatabase(database: IDBPDatabase<Schema>): Keeper {
  return {
    durable: true,
    all: () => database.getAll('drafts'),
    get: (user, submission) => database.get('drafts', [user, submission]),
    async change(user, submission, update) {
      // Strict: on the disk, not only with the system, before it counts as kept.
      const transaction = database.transaction('drafts', 'readwrite', { durability: 'strict' })
      const next = update(await transaction.store.get([user, submission]))
      if (next) await transaction.store.put(next)
      else await transaction.store.delete([user, submission])
      await transaction.done
      return next
    },
  }
}

/** The page's memory with what could still be read where drafts lay, or else with what the page knew of them. */
export async function movedToMemory(from: Keeper, known: Draft[]): Promise<Keeper> {
  const memory = inMemory()
  const drafts = await from.all().catch(() => known)
  for (const draft of drafts) await memory.change(draft.user, draft.submission, () => draft)
  return memory
}

export function inMemory(): Keeper {
  const drafts = new Map<string, Draft>()
  const keyOf = (user: string, submission: number) => JSON.stringify([user, submission])
  return {
    durable: false,
    all: async () => [...drafts.values()],
    get: async (user, submission) => drafts.get(keyOf(user, submission)),
    async change(user, submission, update) {
      const next = update(drafts.get(keyOf(user, submission)))
      if (next) drafts.set(keyOf(user, submission), next)
      else drafts.delete(keyOf(user, submission))
      return next
    },
  }
}
