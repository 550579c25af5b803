// When typed keys are acted on.

export interface Pace {
  /** A key was typed. */
  key: () => void
  /** All keys so far are acted on, or need not be. */
  stop: () => void
}

/** Acts once no key has come for `pause` milliseconds, and at the latest `longest` after the first of them. */
export function paced(act: () => void, pause: number, longest: number): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: number | undefined
  const stop = () => {
    clearTimeout(timer)
    last = undefined
  }
  return {
    stop,
    key() {
      clearTimeout(timer)
      const now = performance.now()
      last ??= now + longest
      timer = setTimeout(() => (stop(), act()), Math.max(0, Math.min(pause, last - now)))
    },
  }
}
