import { i18n } from '@/i18n'

/** Sex, town and country, … by their name where there is one. */
export function dimensionName(code: string): string {
  const { t, te } = i18n.global
  return te(`data.dimension_${code}`) ? t(`data.dimension_${code}`) : code
}
