// The cells of one open submission: what the server holds, what the user has changed, and the way from one to the other.
import { computed, inject, onBeforeUnmount, provide, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { submissionKey } from '@/api/collection'
import { ApiError, api, take } from '@/api/client'
import { queryClient } from '@/api/queries'
import type { CellView, FindingView, MissingReasonView, Problem, RowView, SubmissionView } from '@/api/types'
import { afterRefused, afterSaved, batchOf, currentOf, entriesOf, namesCells, withChange, withChoice, type Edit, type Edits, type Entries, type Held } from './edits'
import { gridOf, move, type Direction } from './grid'

const pause = 800
const again = 10_000

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed'

export interface Place {
  section: string
  row: RowView
  cell: CellView
}

export interface Store {
  view: Ref<SubmissionView>
  entries: ComputedRef<Entries>
  edits: Ref<Edits>
  saving: Ref<Saving>
  savedAt: Ref<Date | null>
  /** Why saving as a whole failed. */
  problems: Ref<Problem[]>
  writable: ComputedRef<boolean>
  reasons: ComputedRef<MissingReasonView[]>
  places: ComputedRef<Map<string, Place>>
  /** Item and breakdown in words. */
  nameOf: (cell: string) => string
  /** Findings that are to be shown: an empty required cell only once it was touched or handing in was tried. */
  findings: ComputedRef<FindingView[]>
  findingsAt: (cell: string) => FindingView[]
  attempted: Ref<boolean>
  current: Ref<string>
  held: (cell: string) => Held
  change: (cell: string, change: Partial<Held>) => void
  touch: (cell: string) => void
  choose: (cell: string, mine: boolean) => void
  flush: () => Promise<boolean>
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
  const touched = ref(new Set<string>())
  const attempted = ref(false)
  const current = ref('')
  const entries = computed(() => entriesOf(view.value.entries))
  const saver = useSaver(view, edits)

  const blamed = (cell: string) => (attempted.value || touched.value.has(cell)) && !edits.value.has(cell)
  const shown = (finding: FindingView) => finding.check !== 'required' || blamed(finding.cell)
  const findings = computed(() => view.value.findings.filter(shown))
  const byCell = computed(() => groupByCell(findings.value))

  const store: Store = {
    ...looks,
    ...saver,
    view,
    entries,
    edits,
    findings,
    findingsAt: (cell) => byCell.value.get(cell) ?? [],
    attempted,
    current,
    held: (cell) => currentOf(entries.value, edits.value, cell),
    change(cell, change) {
      const next = withChange(entries.value, edits.value, cell, change)
      if (next === edits.value) return
      edits.value = next
      saver.plan()
    },
    touch(cell) {
      if (!touched.value.has(cell)) touched.value = new Set(touched.value).add(cell)
    },
    choose(cell, mine) {
      edits.value = withChoice(entries.value, edits.value, cell, mine)
      void saver.flush()
    },
    focus: (cell) => focusCell(cell),
  }
  provide(key, store)
  return store
}

function groupByCell(findings: FindingView[]): Map<string, FindingView[]> {
  const groups = new Map<string, FindingView[]>()
  for (const finding of findings) groups.set(finding.cell, [...(groups.get(finding.cell) ?? []), finding])
  return groups
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
    return place ? t('cell.label', { item: place.row.name, label: place.cell.label }) : cell
  }
  return {
    places,
    nameOf,
    writable: computed(() => view.value.submission.can.includes('save')),
    reasons: computed(() => form.value.missing_reasons),
    from: (cell: string, to: Direction) => move(grid.value, cell, to),
  }
}

/** Saves a while after the last change, one batch at a time; what is refused at a cell does not hold up the others. */
function useSaver(view: Ref<SubmissionView>, edits: Ref<Edits>) {
  const saving = ref<Saving>('saved')
  const savedAt = ref<Date | null>(null)
  const problems = ref<Problem[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  const id = view.value.submission.id
  const reload = () => readAnew(id)

  function plan(wait = pause) {
    clearTimeout(timer)
    if (saving.value !== 'saving') saving.value = batchOf(edits.value).length ? 'waiting' : 'saved'
    timer = setTimeout(() => void flush(), wait)
  }

  /** True when nothing is left unsaved. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    while (running) await running
    running = drain().finally(() => (running = undefined))
    await running
    return edits.value.size === 0
  }

  async function drain() {
    let sent = batchOf(edits.value)
    while (sent.length && (await write(sent))) sent = batchOf(edits.value)
    if (saving.value === 'failed') return
    saving.value = batchOf(edits.value).length ? 'waiting' : 'saved'
  }

  /** False when it makes no sense to go on. */
  async function write(sent: [string, Edit][]): Promise<boolean> {
    saving.value = 'saving'
    try {
      const body = { entries: sent.map(([cell, { value, missing, note, seen }]) => ({ cell, value, missing, note, seen })) }
      const saved = await take(api.PUT('/api/submissions/{id}/entries', { params: { path: { id } }, body }))
      queryClient.setQueryData<SubmissionView>(submissionKey(id), { ...view.value, ...saved })
      edits.value = afterSaved(edits.value, sent, entriesOf(saved.entries))
      savedAt.value = new Date()
      problems.value = []
      saving.value = 'saved'
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return refused(sent, error)
    }
  }

  async function refused(sent: [string, Edit][], error: ApiError): Promise<boolean> {
    if (error.has('entry.stale')) await reload()
    if (namesCells(sent, error.problems)) {
      edits.value = afterRefused(edits.value, sent, error.problems)
      saving.value = 'saved'
      return true
    }
    problems.value = error.problems
    saving.value = 'failed'
    // The server could not be reached or failed: try again by itself. A refusal stays one.
    if (error.status === 0 || error.status >= 500) timer = setTimeout(() => void flush(), again)
    else if (error.status === 409) await reload()
    return false
  }

  onBeforeUnmount(() => clearTimeout(timer))
  return { saving, savedAt, problems, plan, flush, reload }
}

async function readAnew(id: number): Promise<void> {
  const fresh = await take(api.GET('/api/submissions/{id}', { params: { path: { id } } })).catch(() => undefined)
  if (fresh) queryClient.setQueryData<SubmissionView>(submissionKey(id), fresh)
}
