import createClient from 'openapi-fetch'
import { i18n, language } from '@/i18n'
import { inEnglish, type English } from './english'
import type { paths, Problem } from './types'

/** What the server refused, with the problems it named. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
  ) {
    super(problems[0]?.message ?? String(status))
  }
  has(code: string): boolean {
    return this.problems.some((problem) => problem.code === code)
  }
}

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

type Refusal = (error: ApiError) => void
let onRefusal: Refusal = () => undefined

/** The router decides where a refused person goes; the client only tells. */
export function listenToRefusals(listener: Refusal): void {
  onRefusal = listener
}

api.use({
  onRequest({ request }) {
    // The server takes this header as proof that the request came from this page (CSRF).
    if (request.method !== 'GET') request.headers.set('X-Heng', '1')
    return request
  },
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of an answer; anything but success becomes an ApiError. */
export const take = <T>(call: Promise<Answer<T>>): Promise<T> => telling(takeQuietly(call))

/** The same for what the page asks by itself: a session that has ended takes nobody away from their work. */
export const takeQuietly = async <T>(call: Promise<Answer<T>>): Promise<T> => {
  const body = await bodyOf(call)
  return language() === 'en' ? inEnglish(body, english) : body
}

/** The same with all texts as they are written, in either language: for what is changed and goes back to the server. */
export const takeAsWritten = <T>(call: Promise<Answer<T>>): Promise<T> => telling(bodyOf(call))

async function telling<T>(body: Promise<T>): Promise<T> {
  try {
    return await body
  } catch (error) {
    if (error instanceof ApiError && error.status !== 0) onRefusal(error)
    throw error
  }
}

async function bodyOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => undefined)
  if (!answer) throw new ApiError(0, [ownProblem('unreachable')])
  if (!answer.response.ok) throw refused(answer)
  return answer.data as T
}

/** In whose name the program itself acts. */
const actors: [string, string][] = [['命令行', 'Command line'], ['系统', 'System']]
let english: English = new Map(actors)

/** Takes what the packages of the plans bring of English; answers that came before are to be asked for again. */
export async function loadEnglish(): Promise<void> {
  const plans = (await api.GET('/api/plans')).data ?? []
  const found = await Promise.all(
    plans.map(({ code }) => api.GET('/api/plans/{plan}/translations', { params: { path: { plan: code } } })),
  )
  english = new Map([...actors, ...found.flatMap(({ data }) => Object.entries(data ?? {}))])
}

function refused(answer: Answer<unknown>): ApiError {
  const body = answer.error as { problems?: Problem[] } | undefined
  const problems = body?.problems?.length ? body.problems : [ownProblem('unexpected')]
  return new ApiError(answer.response.status, problems)
}

function ownProblem(kind: 'unreachable' | 'unexpected'): Problem {
  const { t } = i18n.global
  return {
    code: `client.${kind}`,
    message: t(`problem.${kind}`),
    hint: t(`problem.${kind}Hint`),
    message_en: t(`problem.${kind}`),
    hint_en: t(`problem.${kind}Hint`),
    place: {},
    details: {},
  }
}
