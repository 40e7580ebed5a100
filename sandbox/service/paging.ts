/** One page of a list, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextToken: string | null
}

/**
 * Cuts a page out of a list. Tokens are opaque to clients and only valid for the same question: `question` is whatever
 * the filters were. Null when the token is not one of ours.
 */
export function pageOf<T>(list: readonly T[], size: number, token: string | null, question: string): Page<T> | null {
  const start = token === null ? 0 : readToken(token, question)
  if (start === null || start > list.length) return null
  const end = start + size
  return { items: list.slice(start, end), nextToken: end < list.length ? writeToken(end, question) : null }
}

const writeToken = (offset: number, question: string): string =>
  Buffer.from(JSON.stringify([offset, question])).toString('base64')

function readToken(token: string, question: string): number | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
    if (!Array.isArray(value)) return null
    const [offset, asked]: readonly unknown[] = value
    return typeof offset === 'number' && asked === question ? offset : null
  } catch {
    return null
  }
}
