/** Does the same to one after another, so that the server is not asked for all at once; goes on past what fails. */
export async function inTurn<T>(
  ones: T[],
  act: (one: T) => Promise<unknown>,
  before: (done: number) => void = () => undefined,
): Promise<{ one: T; error: unknown }[]> {
  const failed: { one: T; error: unknown }[] = []
  for (const [at, one] of ones.entries()) {
    before(at + 1)
    try {
      await act(one)
    } catch (error) {
      failed.push({ one, error })
    }
  }
  return failed
}
