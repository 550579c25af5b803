/** Where to go after signing in: only a path of this site, lest a link from elsewhere leads away. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
