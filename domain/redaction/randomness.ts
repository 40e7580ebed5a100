const kindOf = (mark: string): string => {
  if (mark >= '0' && mark <= '9') return 'digit'
  if (mark >= 'A' && mark <= 'Z') return 'upper'
  return mark >= 'a' && mark <= 'z' ? 'lower' : 'mark'
}

/**
 * True for characters that look drawn by lot, as keys and tokens do: all of digits, capitals and small letters, and a
 * change between them at every fourth character or oftener. Words, paths, host names and hexadecimal numbers do not.
 */
export function looksRandom(text: string): boolean {
  const kinds = Array.from(text, kindOf)
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length
  return ['digit', 'upper', 'lower'].every((kind) => kinds.includes(kind)) && changes >= text.length / 4
}
