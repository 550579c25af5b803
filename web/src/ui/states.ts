import type { StatesView } from '@/api/types'

export type State = keyof StatesView

/** From good to bad to not said: the order of bars, filters and sorting. */
export const states: State[] = [
  'attained', 'on_course', 'at_risk', 'off_course', 'missed', 'undetermined', 'no_data', 'qualitative', 'not_judged',
]

export const isState = (word: string): word is State => (states as string[]).includes(word)

export const stateColour = (state: State): string => `var(--state-${state.replaceAll('_', '-')})`

export function countStates(found: (string | null | undefined)[]): StatesView {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as StatesView
  for (const state of found) if (state && isState(state)) counts[state] += 1
  return counts
}
