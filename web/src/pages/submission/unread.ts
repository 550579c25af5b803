// What pastes could not take over, kept in this browser by user and form until it is dealt with: a reload must not lose it.
import { shallowRef, watch, type Ref } from 'vue'
import { browserKeeps, readKept, writeKept, type Keeps } from '@/ui/kept'
import type { Unread } from './paste'

const keyOf = (user: string, submission: number): string => `heng.unread.${user}.${submission}`

export function readUnread(storage: Keeps, user: string, submission: number): Unread[] {
  const held = readKept(storage, keyOf(user, submission))
  return Array.isArray(held) ? (held as Unread[]) : []
}

export const keepUnread = (storage: Keeps, user: string, submission: number, list: Unread[]): boolean =>
  writeKept(storage, keyOf(user, submission), list.length ? list : undefined)

/** Without the cells that have been written since: they are dealt with. */
export function withoutCells(list: Unread[], cells: Iterable<string>): Unread[] {
  const written = new Set(cells)
  return list.some((one) => one.cell && written.has(one.cell)) ? list.filter((one) => !one.cell || !written.has(one.cell)) : list
}

/** After another paste: cells that it did not touch are still to be dealt with; places outside the form are those of this one. */
export const afterPaste = (list: Unread[], unread: Unread[]): Unread[] =>
  [...withoutCells(list.filter((one) => one.cell), unread.flatMap((one) => one.cell ?? [])), ...unread]

export function useUnread(user: string, submission: number): Ref<Unread[]> {
  const unread = shallowRef(readUnread(browserKeeps, user, submission))
  watch(unread, (list) => keepUnread(browserKeeps, user, submission, list))
  return unread
}
