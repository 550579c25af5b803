import { i18n, inLanguage } from '@/i18n'

interface Named { code: string; name?: string | null; name_en?: string | null }

/** Sex, town and country, … by their name where there is one. */
export function dimensionName(code: string): string {
  const { t, te } = i18n.global
  return te(`data.dimension_${code}`) ? t(`data.dimension_${code}`) : code
}

/** A dimension as the catalogue calls it; of one that it gives no name the usual one. */
export const calledDimension = ({ code, name, name_en }: Named): string => (name ? inLanguage(name, name_en) : dimensionName(code))
