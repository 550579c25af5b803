// What pastes could not take over, kept in this browser by user and form until it is dealt with: a reload must not lose it.
import { shallowRef, watch, type Ref } from 'vue'
import type { Unread } from './paste'

type Keeps = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (user: string, submission: number): string => `heng.unread.${user}.${submission}`

export function readUnread(storage: Keeps, user: string, submission: number): Unread[] {
  try {
    const held: unknown = JSON.parse(storage.getItem(keyOf(user, submission)) ?? '[]')
    return Array.isArray(held) ? (held as Unread[]) : []
  } catch {
    // A browser that keeps nothing, or what is no list of ours: the page alone holds it.
    return []
  }
}

export function keepUnread(storage: Keeps, user: string, submission: number, list: Unread[]): void {
  try {
    if (list.length) storage.setItem(keyOf(user, submission), JSON.stringify(list))
    else storage.removeItem(keyOf(user, submission))
  } catch {
    // See readUnread.
  }
}

/** Without the cells that have been written since: they are dealt with. */
export function withoutCells(list: Unread[], cells: Iterable<string>): Unread[] {
  const written = new Set(cells)
  return list.some((one) => one.cell && written.has(one.cell)) ? list.filter((one) => !one.cell || !written.has(one.cell)) : list
}

export function useUnread(user: string, submission: number): Ref<Unread[]> {
  const unread = shallowRef(readUnread(localStorage, user, submission))
  watch(unread, (list) => keepUnread(localStorage, user, submission, list))
  return unread
}
