// The cells of one open submission: what the server holds, what the user has changed, and the way from one to the other.
import { computed, inject, provide, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/api/queries'
import { signs } from '@/i18n'
import { useReview } from '@/api/reviews'
import type { CellView, FindingView, MissingReasonView, Problem, RowView, SubmissionView } from '@/api/types'
import { showPeriod } from '@/ui/period'
import type { Draft } from '@/queue/draft'
import { currentOf, entriesOf, withChange, withChoice, type Edits, type Entries, type Held } from './edits'
import { useFindings } from './findings'
import { gridOf, move, type Direction } from './grid'
import { openedOf } from './opened'
import { useNews } from './news'
import type { Unread } from './paste'
import { useUnread, withoutCells } from './unread'
import { cellsOf, rectangle, slotsOf, type Slots } from './range'
import { useSaver, type Saving } from './saver'
import { showContent, type Content } from './text'
import { useUndo } from './undoing'

export interface Place {
  section: string
  row: RowView
  cell: CellView
}

export interface Store {
  /** Sign-in name of who opened the form. */
  user: string
  view: Ref<SubmissionView>
  entries: ComputedRef<Entries>
  edits: Ref<Edits>
  saving: Ref<Saving>
  savedAt: Ref<Date | null>
  /** Why the form takes nothing of what was typed; null where it does. */
  stoppedBy: Ref<Problem[] | null>
  /** What this browser keeps of the form. */
  draft: Ref<Draft | undefined>
  /** Cells that a closed page would lose. */
  unkept: Ref<number>
  /** Cells that somebody else has just changed, with their name. */
  fresh: Ref<ReadonlyMap<string, string>>
  writable: ComputedRef<boolean>
  /** Whether this cell may be written: of a form that is being corrected, those that the correction names. */
  open: (cell: string) => boolean
  reasons: ComputedRef<MissingReasonView[]>
  places: ComputedRef<Map<string, Place>>
  /** What stands in a cell, in words. */
  showOf: (cell: string, content: Content) => string
  /** Item and breakdown in words. */
  nameOf: (cell: string) => string
  /** Findings that are to be shown: an empty required cell only once it was touched or handing in was tried. */
  findings: ComputedRef<FindingView[]>
  findingsAt: (cell: string) => FindingView[]
  attempted: Ref<boolean>
  /** Cells whose note explained a finding that there is no longer. */
  causeless: Ref<ReadonlySet<string>>
  current: Ref<string>
  held: (cell: string) => Held
  /** While keys are typed in one cell, `typing` makes them one step of undoing. */
  change: (cell: string, change: Partial<Held>, typing?: boolean) => void
  /** Several cells in one step. */
  changeAll: (changes: [string, Partial<Held>][]) => void
  /** Takes the last step back; cells that somebody else changed since stay, and are named. Undefined when there is none. */
  undo: () => string[] | undefined
  redo: () => string[] | undefined
  slots: ComputedRef<Slots>
  /** The other end of the chosen range; the first is `current`. Empty where one cell alone is chosen. */
  rangeEnd: Ref<string>
  /** The chosen rectangle, and its cells where it is more than one. */
  area: ComputedRef<Slots>
  picked: ComputedRef<ReadonlySet<string>>
  /** What pastes could not take over and was not dealt with since. */
  unread: Ref<Unread[]>
  touch: (cell: string) => void
  choose: (cell: string, mine: boolean) => void
  flush: () => Promise<boolean>
  /** Waits until all is kept in this browser. */
  settled: () => Promise<void>
  reload: () => Promise<void>
  focus: (cell: string) => void
  /** The cell that a key leads to. */
  from: (cell: string, to: Direction) => string | undefined
}

const key: InjectionKey<Store> = Symbol('submission')

export function useStore(): Store {
  const store = inject(key)
  if (!store) throw new Error('no submission around this part')
  return store
}

/** The input of a cell; the grid gives it this id. */
export const inputId = (cell: string): string => `cell-${cell}`

export function provideStore(view: Ref<SubmissionView>): Store {
  const looks = useLooks(view)
  const edits = shallowRef<Edits>(new Map())
  const { blame, ...found } = useFindings(view, edits)
  const current = ref('')
  const entries = computed(() => entriesOf(view.value.entries))
  const session = useSession()
  // Whoever opened the form typed into it, though another may be signed in by now.
  const signedIn = session.data.value?.user
  const [user, person] = [signedIn?.name ?? '', signedIn?.display_name ?? '']
  const about = () => {
    const { id, plan, unit_name, period } = view.value.submission
    return { user, person, submission: id, plan, title: `${unit_name} ${showPeriod(period)}` }
  }
  const saver = useSaver({ view, edits, about, nameOf: looks.nameOf, showOf: looks.showOf })
  // A form that takes nothing shows what it holds; what was typed into it stands above it.
  const held = (cell: string) => currentOf(entries.value, looks.writable.value ? edits.value : new Map(), cell)

  const unread = useUnread(user, view.value.submission.id)
  /** Without a step of undoing. */
  function put(changes: [string, Partial<Held>][]) {
    const next = changes.reduce((all, [cell, change]) => withChange(entries.value, all, cell, change, saver.underWay.value), edits.value)
    // Written as it stood before is dealt with, too.
    unread.value = withoutCells(unread.value, changes.map(([cell]) => cell))
    if (next === edits.value) return
    edits.value = next
    saver.plan(changes.map(([cell]) => cell))
  }
  const undoing = useUndo(held, put)

  const store: Store = {
    ...looks,
    ...saver,
    ...useNews(view),
    ...undoing,
    open: useOpen(view, looks.writable),
    user,
    view,
    entries,
    edits,
    ...found,
    current,
    ...useRange(looks.slots, current),
    unread,
    held,
    touch(cell) {
      undoing.leave()
      blame(cell)
    },
    choose(cell, mine) {
      edits.value = withChoice(entries.value, edits.value, cell, mine)
      saver.plan([cell])
      void saver.flush()
    },
    focus: (cell) => focusCell(cell),
  }
  provide(key, store)
  void saver.open()
  return store
}

function useOpen(view: Ref<SubmissionView>, writable: Ref<boolean>) {
  const review = useReview(view.value.submission.id)
  const opened = computed(() => openedOf(view.value.submission.state, review.data.value?.corrections ?? []))
  return (cell: string) => writable.value && (opened.value?.has(cell) ?? true)
}

function useRange(slots: Ref<Slots>, current: Ref<string>) {
  const rangeEnd = ref('')
  const area = computed(() => rectangle(slots.value, current.value, rangeEnd.value || current.value))
  return { rangeEnd, area, picked: computed(() => new Set(rangeEnd.value ? cellsOf(area.value) : [])) }
}

function focusCell(cell: string): void {
  const input = document.getElementById(inputId(cell))
  input?.focus()
  input?.scrollIntoView({ block: 'nearest' })
}

/** What the form itself says. */
function useLooks(view: Ref<SubmissionView>) {
  const form = computed(() => view.value.form)
  const grid = computed(() => gridOf(form.value.sections))
  const places = computed(() => {
    const found = new Map<string, Place>()
    for (const { title, rows } of form.value.sections)
      for (const row of rows) for (const cell of row.cells) found.set(cell.cell, { section: title, row, cell })
    return found
  })
  const { t } = useI18n()
  const nameOf = (cell: string) => {
    const place = places.value.get(cell)
    if (!place) return cell
    const name = t('cell.label', { item: place.row.name, label: place.cell.label })
    // In a grid of years a cell is told from its neighbours by its year alone.
    return place.cell.period ? `${name}${signs().open}${showPeriod(place.cell.period)}${signs().close}` : name
  }
  return {
    places,
    nameOf,
    showOf: (cell: string, content: Content) => showContent(content, places.value.get(cell)?.row.value_type ?? '', form.value.missing_reasons),
    slots: computed(() => slotsOf(form.value.sections)),
    writable: computed(() => view.value.submission.can.includes('save')),
    reasons: computed(() => form.value.missing_reasons),
    from: (cell: string, to: Direction) => move(grid.value, cell, to),
  }
}
