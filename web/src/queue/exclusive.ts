/** Whether tabs of this browser can take turns; browsers give locks only to pages that came by HTTPS or from the same machine. */
export const canTakeTurns = (): boolean => typeof navigator !== 'undefined' && 'locks' in navigator

const chains = new Map<string, Promise<unknown>>()

/**
 * Does the work while no other tab does work of that name; without locks, no other part of this tab. Two tabs then may
 * send the same save, which happens once all the same: the server knows it by its id.
 */
export function exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (canTakeTurns()) return navigator.locks.request(name, work) as Promise<T>
  const turn = (chains.get(name) ?? Promise.resolve()).then(work, work)
  chains.set(name, turn.catch(() => undefined))
  return turn
}
