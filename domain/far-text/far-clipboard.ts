/** What a program at the far end asks of the clipboard (OSC 52). */
export type ClipboardWish =
  | { readonly kind: 'write'; readonly base64: string }
  /** It wants to know what is in it; that is never answered. */
  | { readonly kind: 'read' }
  | { readonly kind: 'nothing' }

/** Base64 letters that are looked at: as many as a copied text of the window may have, and no more. */
export const longestWrite = 100_000

/** Reads the payload of an OSC 52: `c;` and base64, or `?`. Anything that is not well formed, empty or too long is nothing. */
export function clipboardWish(payload: string): ClipboardWish {
  const found = /^[a-z0-7]*;(.*)$/s.exec(payload)
  const data = found?.[1]
  if (data === '?') return { kind: 'read' }
  if (data === undefined || data === '' || data.length > longestWrite) return { kind: 'nothing' }
  return /^[A-Za-z0-9+/]+={0,2}$/.test(data) && data.length % 4 === 0
    ? { kind: 'write', base64: data }
    : { kind: 'nothing' }
}
