/** Quotes one word for a POSIX shell; plain words stay plain, and double quotes are used where they are safe. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (/^[^"$`\\!\n]*$/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Percent-encodes one component of a URL, also the marks that `encodeURIComponent` leaves and shells read. */
export function urlPart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `name=value` of a libpq connection string; values with blanks, quotes or backslashes are quoted as libpq wants. */
export function conninfo(entries: readonly (readonly [name: string, value: string | number | undefined])[]): string {
  const words: string[] = []
  for (const [name, value] of entries)
    if (value !== undefined && value !== '') words.push(`${name}=${conninfoValue(`${value}`)}`)
  return words.join(' ')
}

function conninfoValue(value: string): string {
  if (!/[\s'\\]/.test(value)) return value
  return `'${value.replace(/['\\]/g, (mark) => `\\${mark}`)}'`
}
