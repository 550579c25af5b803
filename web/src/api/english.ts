// English names in the server's answers. Plans and catalogues are Chinese data; where their packages bring English for a
// name or a text, it takes its place as soon as the answer arrives, so that no page has to know of it.

export type English = ReadonlyMap<string, string>

/** The answer with every text that has English replaced by it; what has none stays as it is. */
export function inEnglish<T>(answer: T, english: English): T {
  if (typeof answer === 'string') return (english.get(answer) ?? answer) as T
  if (Array.isArray(answer)) return answer.map((one) => inEnglish(one, english)) as T
  if (answer === null || typeof answer !== 'object' || answer instanceof Blob) return answer
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, inEnglish(value, english)])) as T
}
