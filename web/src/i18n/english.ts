// In a module of its own: loaded only by those who read English.
const files = import.meta.glob<Record<string, string>>('./en/*.json', { eager: true, import: 'default' })

export const english = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.slice('./en/'.length, -'.json'.length), texts]),
)
