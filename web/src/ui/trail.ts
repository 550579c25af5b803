import { ref } from 'vue'
import type { SeriesPoint } from '@/api/types'

/** The figure whose trail is open. */
export interface OpenFigure {
  name: string
  unit: string
  /** Code of the indicator that it is a figure of; none of an item. */
  indicator?: string | null
  point: SeriesPoint
}

export const useTrail = () => ref<OpenFigure | null>(null)

/** The page of a submission. */
export const linkToSubmission = (id: number | string): string => `/submissions/${id}`
