const signs: Record<string, string> = { '>=': 'ge', '<=': 'le', '>': 'gt', '<': 'lt', '=': 'eq', '~': 'about' }

/** Key of the words of an operator as the package format writes it. */
export const operatorKey = (written: string): string => (written in signs ? `operator.sign_${signs[written]}` : `operator.${written}`)
