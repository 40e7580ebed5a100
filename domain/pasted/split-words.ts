/** A backslash (POSIX), caret (cmd) or backtick (PowerShell) at the end of a line goes on with the next one. */
const continued = /(?<![ \t])[ \t]*[\\^`]\r?\n[ \t]*/g

/** One word of a command line: runs of plain characters, quoted parts and escaped characters. */
const word = /(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gs
const piece = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)/gs

/** The words of a command line, quotes and escapes taken off, as a POSIX shell would; nothing is expanded. */
export function splitWords(line: string): readonly string[] {
  const words = line.replace(continued, ' ').match(word) ?? []
  return words.map((raw) =>
    [...raw.matchAll(piece)]
      .map(([, single, double, escaped, plain]) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain)
      .join(''),
  )
}

/** The same, or null for a line whose quotes do not pair: then no word of it is certain. */
export function pairedWords(line: string): readonly string[] | null {
  const rest = line.replace(continued, ' ').replace(word, '')
  return rest.trim() === '' ? splitWords(line) : null
}
