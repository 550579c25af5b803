// Where answers lie that a form needs to open without a network: in this browser's own database, of one user alone.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

export interface KeptForm {
  /** Sign-in name of who was given the answers. */
  user: string
  submission: number
  /** The build of the program that asked for them: another may read them otherwise. */
  program: string
  /** Milliseconds since 1970. */
  at: number
  /** The answers, as JSON. */
  text: string
}

interface Schema extends DBSchema {
  forms: { key: number; value: KeptForm }
  /** Under `name`: whose the forms are. */
  owner: { key: string; value: string }
}

/** Milliseconds that a form lies here at most. */
export const longest = 3 * 24 * 60 * 60 * 1000

export interface Shelf {
  /** Who is signed in, as the server has said; null for nobody. What lies here of others goes. */
  own: (user: string | null) => Promise<void>
  /** Only of the owner: what another tab still had under way when they signed out comes too late. */
  put: (form: KeptForm) => Promise<void>
  drop: (submission: number) => Promise<void>
  /** Oldest first. What is too old, or of another build, goes. */
  all: (program: string, now: number) => Promise<KeptForm[]>
}

export async function openShelf(): Promise<Shelf> {
  const database = await openDB<Schema>('heng-forms', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('forms', { keyPath: 'submission' })
      fresh.createObjectStore('owner')
    },
  })
  return shelfIn(database)
}

function shelfIn(database: IDBPDatabase<Schema>): Shelf {
  const both = () => database.transaction(['forms', 'owner'], 'readwrite')
  return {
    async own(user) {
      const transaction = both()
      const owner = transaction.objectStore('owner')
      if (user === null || (await owner.get('name')) !== user) await transaction.objectStore('forms').clear()
      if (user === null) await owner.delete('name')
      else await owner.put(user, 'name')
      await transaction.done
    },
    async put(form) {
      const transaction = both()
      if ((await transaction.objectStore('owner').get('name')) === form.user) await transaction.objectStore('forms').put(form)
      await transaction.done
    },
    drop: (submission) => database.delete('forms', submission),
    async all(program, now) {
      const transaction = both()
      const forms = transaction.objectStore('forms')
      const owner = await transaction.objectStore('owner').get('name')
      const good = (form: KeptForm) => form.user === owner && form.program === program && now - form.at < longest
      const held = await forms.getAll()
      for (const form of held) if (!good(form)) await forms.delete(form.submission)
      await transaction.done
      return held.filter(good).sort((a, b) => a.at - b.at)
    },
  }
}
