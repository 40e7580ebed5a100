type Quote = "'" | '"'

/** The word that is being read; `text` is null between words. */
interface Reading {
  readonly words: string[]
  text: string | null
  quote: Quote | null
  /** A backslash came just before. */
  escaped: boolean
}

/**
 * The words of a command line by POSIX rules, as Python's `shlex.split` has them: blanks part words, both kinds of quotes hold
 * them together, a backslash takes the next character as it is. There are no comments, so `#` is a letter. Null when a quote or a
 * backslash at the end has nothing to go with.
 */
export function splitShellWords(text: string): readonly string[] | null {
  const reading: Reading = { words: [], text: null, quote: null, escaped: false }
  for (const letter of text) {
    if (reading.escaped) takeEscaped(reading, letter)
    else if (reading.quote !== null) takeQuoted(reading, reading.quote, letter)
    else takePlain(reading, letter)
  }
  if (reading.quote !== null || reading.escaped) return null
  return reading.text === null ? reading.words : [...reading.words, reading.text]
}

function takePlain(reading: Reading, letter: string): void {
  if (' \t\r\n'.includes(letter)) {
    if (reading.text !== null) reading.words.push(reading.text)
    reading.text = null
    return
  }
  reading.text ??= ''
  if (letter === '\\') reading.escaped = true
  else if (letter === "'" || letter === '"') reading.quote = letter
  else reading.text += letter
}

function takeQuoted(reading: Reading, quote: Quote, letter: string): void {
  if (letter === quote) reading.quote = null
  else if (letter === '\\' && quote === '"') reading.escaped = true
  else reading.text = `${reading.text ?? ''}${letter}`
}

/** Inside double quotes a backslash is itself, but before a double quote or another backslash. */
function takeEscaped(reading: Reading, letter: string): void {
  const isLiteral = reading.quote === '"' && letter !== '"' && letter !== '\\'
  reading.text = `${reading.text ?? ''}${isLiteral ? '\\' : ''}${letter}`
  reading.escaped = false
}

/**
 * The words of a command line as Windows' C runtime has them: double quotes hold words together, and backslashes count only
 * where they lead up to one. Null when a quote is not closed.
 */
export function splitWindowsWords(text: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let isQuoted = false
  for (const [run = '', backslashes = '', mark = ''] of text.matchAll(/(\\*)("|[^\\]|$)/g)) {
    if (run === '') continue
    if (mark === '"') {
      word = (word ?? '') + '\\'.repeat(backslashes.length >> 1)
      if (backslashes.length % 2 === 1) word += mark
      else isQuoted = !isQuoted
      continue
    }
    if (backslashes !== '') word = (word ?? '') + backslashes
    const isBlank = (mark === ' ' || mark === '\t') && !isQuoted
    if (!isBlank) word = (word ?? '') + mark
    else if (word !== null) words.push(word)
    if (isBlank) word = null
  }
  if (isQuoted) return null
  return word === null ? words : [...words, word]
}
