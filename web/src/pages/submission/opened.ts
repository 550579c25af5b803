// What a correction opens.
import type { CorrectionView } from '@/api/types'

/** The cells that may be written, where a correction is under way; undefined where all may. The server goes by the same rule. */
export function openedOf(state: string, corrections: Pick<CorrectionView, 'state' | 'cells'>[]): ReadonlySet<string> | undefined {
  const granted = state === 'draft' ? undefined : corrections.find((one) => one.state === 'granted')
  return granted && new Set(granted.cells)
}
