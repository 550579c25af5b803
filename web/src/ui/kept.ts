// What a page keeps in this browser over a reload, as JSON by its key. A browser may keep nothing: then the page alone holds it.

export type Keeps = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A browser that forbids keeping refuses the storage itself; here it is met where it is used. */
export const browserKeeps: Keeps = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, text),
  removeItem: (key) => localStorage.removeItem(key),
}

/** Undefined where nothing is kept, or what is no JSON. */
export function readKept(storage: Keeps, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? '') as unknown
  } catch {
    return undefined
  }
}

/** Undefined is no longer kept. Whether the browser did as it was told. */
export function writeKept(storage: Keeps, key: string, value: unknown): boolean {
  try {
    if (value === undefined) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
