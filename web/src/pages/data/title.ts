// What a saved drawing says of itself: it leaves the page on which the conditions stand.
import { i18n, signs } from '@/i18n'

export interface Shown {
  subjects: string[]
  areas: string[]
  /** What else all of its figures have in common. */
  common?: string[]
  asOf: string
}

const mostNames = 3

/** The first names of a list and how many there are. */
function few(names: string[]): string {
  const all = [...new Set(names.filter(Boolean))]
  const first = all.slice(0, mostNames).join(signs().list)
  return all.length > mostNames ? i18n.global.t('data.andMore', { names: first, count: all.length }) : first
}

export const pictureTitle = ({ subjects, areas, common = [], asOf }: Shown): string =>
  [few(subjects), few(areas), ...common, asOf && i18n.global.t('data.asOfTitle', { day: asOf })].filter(Boolean).join(' · ')
