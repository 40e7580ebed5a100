/** Letters and marks that Unicode does not take apart by itself. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '–': '-',
  '—': '-',
  '…': '...',
}

/** A letter of Latin script with accents, as Unicode takes it apart. */
const accents = /([a-z])\p{M}+/giu

/**
 * The text in one line of printable ASCII. Accents go, spaces of any kind are spaces, what cannot be seen is left out; what
 * has no ASCII form is a question mark, so that nobody takes the rest for the whole.
 */
export function asciiOf(text: string): string {
  return text
    .replace(/[\p{Cf}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, (letter) => spelled[letter] ?? letter)
    .normalize('NFKD')
    .replace(accents, '$1')
    .replace(/[^\x20-\x7e]+/g, '?')
    .trim()
}
