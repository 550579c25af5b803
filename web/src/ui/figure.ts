import { i18n } from '@/i18n'

interface Figure { value?: string | null; display?: string | null; confidential?: boolean }

/** A figure as it is written; one without a value says 缺, or 不公布 where there is one. */
export function shownFigure(figure: Figure | null | undefined): string {
  if (figure?.value != null) return figure.display ?? figure.value
  return i18n.global.t(figure?.confidential ? 'trail.withheld' : 'trail.missing')
}
