// What is said about the open submission beside its figures: marks at the cells, questions, what changed since the last look.
import { computed, inject, onBeforeUnmount, provide, reactive, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { api, take } from '@/api/client'
import { freshReview, keepReview, useReview } from '@/api/reviews'
import { useSession } from '@/api/queries'
import type { ChangedCellView, QuestionView, ReviewView, SubmissionRow, SubmissionView } from '@/api/types'
import { browserKeeps } from '@/ui/kept'
import { keepMarked, readMarked } from './marked'

export interface Review {
  id: number
  view: ComputedRef<ReviewView | undefined>
  /** Unsettled ones first, the oldest first. */
  questions: ComputedRef<QuestionView[]>
  at: (cell: string) => QuestionView[]
  /** What is still to be dealt with at a cell: a return before a question; '' where nothing is. */
  markAt: (cell: string) => Mark
  changedAt: (cell: string) => ChangedCellView | undefined
  /** Cells that the reader means to return, each with why. */
  returning: Map<string, string>
  /** What is written and not sent yet: by cell, and by number of the question that it answers. */
  texts: Map<string | number, string>
  /** Whether leaving loses something. */
  unsent: ComputedRef<boolean>
  ask: (cell: string, text: string) => Promise<void>
  answer: (question: number, text: string) => Promise<void>
  settle: (question: number) => Promise<void>
  keep: (view: ReviewView) => Promise<void>
}

export type Mark = '' | 'return' | 'question' | 'answered'

const key: InjectionKey<Review> = Symbol('review')

export function useReviewOf(): Review {
  const review = inject(key)
  if (!review) throw new Error('no review around this part')
  return review
}

const order = { open: 0, answered: 1, settled: 2 } as Record<string, number>

export const sorted = (questions: QuestionView[]): QuestionView[] =>
  [...questions].sort((a, b) => (order[a.state] ?? 3) - (order[b.state] ?? 3) || a.id - b.id)

/** A returned cell that was only changed has no answer. */
export const stateOf = (one: QuestionView): string =>
  one.kind === 'return' && one.state === 'answered' && !one.events.some((event) => event.deed === 'answer') ? 'review.doneChanged' : `review.state_${one.state}`

export function markOf(questions: QuestionView[]): Mark {
  const open = questions.filter((one) => one.state === 'open')
  if (open.some((one) => one.kind === 'return')) return 'return'
  if (open.length) return 'question'
  return questions.some((one) => one.state === 'answered') ? 'answered' : ''
}

export function provideReview(submission: Ref<SubmissionView>): Review {
  const id = submission.value.submission.id
  const query = useReview(id)
  const session = useSession()
  const view = computed(() => query.data.value)
  const questions = computed(() => sorted(view.value?.questions ?? []))
  const keep = (fresh: ReviewView) => keepReview(id, fresh)
  // A step and a saved cell change what counts as dealt with.
  watch(() => submission.value.submission.version, () => void freshReview(id))
  watch(() => submission.value.submission.updated_at, () => {
    if (questions.value.some((one) => one.kind === 'return' && one.state !== 'settled')) void freshReview(id)
  })
  // Looked through is what was shown when the page was opened; a reload before one leaves shows the marks again.
  const opened = watch(view, (first) => {
    if (!first) return
    opened()
    const look = () => take(api.PUT('/api/submissions/{id}/look', { params: { path: { id } }, body: { seen: first.seen } }))
    if (!first.looked_at) void look().catch(() => undefined)
    else leave = look
  })
  let leave: (() => Promise<unknown>) | undefined
  onBeforeUnmount(() => {
    // Signed out meanwhile, there is nobody whose look it could be.
    if (session.data.value?.user) void leave?.().catch(() => undefined)
  })

  const { returning, lost } = useReturning(submission, session.data.value?.user?.name ?? '')
  const texts = reactive(new Map<string | number, string>())

  const review: Review = {
    id,
    view,
    questions,
    at: (cell) => questions.value.filter((one) => one.cell === cell),
    markAt: (cell) => markOf(questions.value.filter((one) => one.cell === cell)),
    changedAt: (cell) => view.value?.changed.find((one) => one.cell === cell),
    returning,
    texts,
    unsent: computed(() => lost.value || [...texts.values()].some((text) => text.trim())),
    ask: async (cell, text) => keep(await take(api.POST('/api/submissions/{id}/questions', { params: { path: { id } }, body: { cell, text } }))),
    answer: async (question, text) => keep(await take(api.POST('/api/questions/{id}/answers', { params: { path: { id: question } }, body: { text } }))),
    settle: async (question) => keep(await take(api.POST('/api/questions/{id}/settlement', { params: { path: { id: question } } }))),
    keep,
  }
  provide(key, review)
  return review
}

/** What is listed stays over a reload, as long as the form stands as it was and may be returned. */
function useReturning(submission: Ref<SubmissionView>, user: string) {
  const { id, can, version } = submission.value.submission
  const returning = reactive(can.includes('return') ? readMarked(browserKeeps, user, id, version) : new Map<string, string>())
  const lost = ref(false)
  watch(returning, (now) => (lost.value = !keepMarked(browserKeeps, user, id, submission.value.submission.version, now) && now.size > 0))
  watch(() => submission.value.submission.version, () => returning.clear())
  return { returning, lost }
}

/** Changes with every save and step: then a signature may no longer hold. */
export const stampOf = ({ version, updated_at }: Pick<SubmissionRow, 'version' | 'updated_at'>): string => `${version} ${updated_at}`
