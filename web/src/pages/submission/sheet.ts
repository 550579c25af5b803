// Keys, clipboard and mouse over the whole form, as in a spreadsheet. Moving from cell to cell is FormCell's.
import { onBeforeUnmount, onMounted } from 'vue'
import { isBlock, parseBlock, writeBlock } from './clipboard'
import { placeBlock } from './paste'
import { cellsOf, fillPairs } from './range'
import type { Store } from './store'
import { showContent } from './text'
import { afterPaste } from './unread'

/** What was done, for the page to say. */
export type Said =
  | { kind: 'pasted'; count: number; unread: number; sections: string[] }
  | { kind: 'filled' | 'cleared'; count: number }
  | { kind: 'undone' | 'redone'; kept: string[] }
  | { kind: 'nothing' }

/** The same with Caps Lock. */
const commandOf = ({ key, shiftKey }: KeyboardEvent): string => (shiftKey ? 'shift+' : '') + key.toLowerCase()

const cellAt = (event: Event): string | undefined => (event.target as Element).closest<HTMLElement>('[data-cell]')?.dataset.cell

export function useSheet(store: Store, say: (said: Said) => void) {
  const typeOf = (cell: string) => store.places.value.get(cell)?.row.value_type ?? ''
  const textOf = (cell: string) => showContent(store.held(cell), typeOf(cell), store.reasons.value)

  function clear() {
    const cells = cellsOf(store.area.value).filter(store.open)
    store.changeAll(cells.map((cell) => [cell, { value: null, missing: null }]))
    say({ kind: 'cleared', count: cells.length })
  }

  function fill() {
    const pairs = fillPairs(store.slots.value, store.current.value, store.rangeEnd.value || store.current.value).filter(({ target }) => store.open(target))
    store.changeAll(pairs.map(({ source, target }) => {
      const { value, missing } = store.held(source)
      return [target, { value, missing }]
    }))
    say({ kind: 'filled', count: pairs.length })
  }

  function back(kind: 'undone' | 'redone') {
    const kept = kind === 'undone' ? store.undo() : store.redo()
    say(kept ? { kind, kept } : { kind: 'nothing' })
  }

  const commands: Record<string, () => void> = { z: () => back('undone'), y: () => back('redone'), 'shift+z': () => back('redone'), d: fill }

  function keydown(event: KeyboardEvent) {
    if (event.isComposing || event.keyCode === 229 || event.altKey || !cellAt(event)) return
    const held = event.ctrlKey || event.metaKey
    if (held && toEdge(store, commandOf(event))) return event.preventDefault()
    if (!store.writable.value) return
    const many = store.picked.value.size > 1
    const command = held ? commands[commandOf(event)] : undefined
    if (command) {
      event.preventDefault()
      command()
    } else if (many && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault()
      clear()
    } else if (many && event.key === 'Escape') store.rangeEnd.value = ''
  }

  /** One cell is copied as the browser does, what is marked in it; a range as a block that spreadsheets read. */
  function copy(event: ClipboardEvent) {
    const input = event.target as HTMLInputElement
    const marked = input.selectionStart !== input.selectionEnd
    if (!cellAt(event) || (store.picked.value.size < 2 && marked)) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', writeBlock(store.area.value.map((row) => row.map((cell) => (cell ? textOf(cell) : '')))))
    if (event.type === 'cut' && store.writable.value) clear()
  }

  function paste(event: ClipboardEvent) {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!cellAt(event) || !store.writable.value || (!isBlock(text) && store.picked.value.size < 2)) return
    event.preventDefault()
    const { changes, unread } = placeBlock(parseBlock(text), store.slots.value, store.area.value, typeOf, store.reasons.value, store.open)
    store.changeAll(changes)
    store.unread.value = afterPaste(store.unread.value, unread)
    const sections = [...new Set([...changes.map(([cell]) => cell), ...unread.flatMap((one) => one.cell ?? [])].flatMap((cell) => store.places.value.get(cell)?.section ?? []))]
    say({ kind: 'pasted', count: changes.length, unread: unread.length, sections })
  }

  return { keydown, copy, paste, ...useMouse(store) }
}

/** To the first or the last cell of the form; false where the keys mean something else. */
function toEdge(store: Store, command: string): boolean {
  if (command !== 'home' && command !== 'end') return false
  const cell = cellsOf(store.slots.value).at(command === 'home' ? 0 : -1)
  if (cell) store.focus(cell)
  return true
}

/** Choosing a range with the mouse, or with Shift and a click. */
function useMouse(store: Store) {
  let dragging = false

  function mousedown(event: MouseEvent) {
    const cell = cellAt(event)
    if (!cell || event.button !== 0) return
    if (event.shiftKey && store.current.value) {
      // The focus stays where the range begins.
      event.preventDefault()
      store.rangeEnd.value = cell === store.current.value ? '' : cell
      return
    }
    store.rangeEnd.value = ''
    dragging = true
  }

  function mouseover(event: MouseEvent) {
    const cell = cellAt(event)
    if (!dragging || !cell || (cell === store.current.value && !store.rangeEnd.value)) return
    store.rangeEnd.value = cell === store.current.value ? '' : cell
    window.getSelection()?.removeAllRanges()
  }

  const end = () => (dragging = false)
  onMounted(() => window.addEventListener('mouseup', end))
  onBeforeUnmount(() => window.removeEventListener('mouseup', end))
  return { mousedown, mouseover }
}
