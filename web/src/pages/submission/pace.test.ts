import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { paced } from './pace'

describe('keys', () => {
  let begun = 0
  const acted: number[] = []
  const pace = paced(() => acted.push(performance.now() - begun), 800, 1_500)
  beforeEach(() => {
    vi.useFakeTimers()
    acted.length = 0
    begun = performance.now()
  })
  afterEach(() => {
    pace.stop()
    vi.useRealTimers()
  })

  /** One key every so many milliseconds. */
  function type(keys: number, every: number) {
    for (let key = 0; key < keys; key += 1) {
      pace.key()
      vi.advanceTimersByTime(every)
    }
  }

  it('are acted on after a pause', () => {
    type(2, 100)
    vi.runAllTimers()
    expect(acted).toEqual([900])
  })
  it('are acted on while typing goes on, counted from the first that waits', () => {
    type(70, 100)
    expect(acted).toEqual([1_500, 3_000, 4_500, 6_000])
    vi.runAllTimers()
    expect(acted).toHaveLength(5)
  })
  it('that were acted on otherwise begin anew', () => {
    type(10, 100)
    pace.stop()
    type(10, 100)
    expect(acted).toEqual([])
    vi.runAllTimers()
    expect(acted).toEqual([2_500])
  })
})
