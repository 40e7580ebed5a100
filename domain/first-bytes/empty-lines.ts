const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Bytes of the empty lines at the front. Servers take none of them for a part of what follows: Redis (`processInlineBuffer` of its
 * source), and HTTP (RFC 9112 §2.2).
 */
export function emptyLines(bytes: Uint8Array): number {
  let at = 0
  while (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed))
    at += bytes[at] === lineFeed ? 1 : 2
  return at
}
