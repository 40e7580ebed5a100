const kindOf = (character: string): string => {
  if (character >= '0' && character <= '9') return 'digit'
  return character >= 'A' && character <= 'Z' ? 'upper' : 'lower'
}

/**
 * True for characters that look drawn by lot, as keys and tokens do: all of digits, capitals and small letters, and a
 * change between them at every fourth character or oftener. Words, paths, host names and hexadecimal numbers do not; marks between words are no change, else every path with
 * a folder named by lot in it would be a secret.
 */
export function looksRandom(text: string): boolean {
  const kinds = Array.from(text.replace(/[^A-Za-z0-9]/g, ''), kindOf)
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length
  return ['digit', 'upper', 'lower'].every((kind) => kinds.includes(kind)) && changes >= kinds.length / 4
}
