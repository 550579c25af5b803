import { i18n } from '@/i18n'

interface Figure { value?: string | null; display?: string | null; confidential?: boolean; not_applicable?: boolean }

/** A figure as it is written; one without a value says 不公布 where there is one, 不适用 where there can be none, else 缺. */
export function shownFigure(figure: Figure | null | undefined): string {
  if (figure?.value != null) return figure.display ?? figure.value
  return i18n.global.t(`trail.${absence(figure)}`)
}

/** Which of three things a figure without a value is. */
export function absence(figure: Figure | null | undefined): 'withheld' | 'notApplicable' | 'missing' {
  if (figure?.confidential) return 'withheld'
  return figure?.not_applicable ? 'notApplicable' : 'missing'
}
