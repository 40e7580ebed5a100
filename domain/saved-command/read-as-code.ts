/** Shells, which run what stands behind `-c`, and interpreters, which run what stands behind `-c`, `-e` or `-r`. */
const shells = /^(?:ba|da|a|z|k|mk|fi|c|tc|pw)?sh$|^(?:powershell|perl|python[\d.]*|ruby|node|php|lua)$/
const codeOption = /^-\w*[cerE]$|^--(?:command|eval|run)$/
/** Commands that run their words, count with them, or take them for places in an array, whose index is counted out. */
const readers = new Set(
  'eval trap let alias watch parallel unset read mapfile readarray getopts bind complete compgen wait'.split(' '),
)
/** They take `name=value` as any line does, unless an option makes a number or an array of it. */
const declarers = new Set(['declare', 'typeset', 'local', 'readonly', 'export'])
/** Programs with a language of their own in which one can run others. */
const languages = new Set(['sed', 'awk', 'gawk', 'mawk', 'nawk'])
const asUser = new Set(['su', 'runuser', 'script', 'flock', 'sg'])
/** What stands before the command's own name. */
const before =
  /^(?:[A-Za-z_]\w*=.*|then|do|else|elif|if|while|until|!|\{|time|command|builtin|exec|sudo|env|nohup|-.*)$/
/** Variables that a shell runs or reads code from. */
const runVariables = /^(?:PROMPT_COMMAND|PS[0-4]|BASH_ENV|ENV)=/
const assignment = /^[A-Za-z_]\w*\+?=/
/** What would count with a variable, or run it, further on in the line. */
const laterRead = /\(\(|\$\[|\[\[|\w\[|\b(?:let|eval|trap|declare|typeset|local|watch|(?:ba|da|a|z|k)?sh\s+-\w*c)\b/
/** What says its words again. */
const prints = new Set(['echo', 'printf', 'yes'])
const pipedToShell = /\|(?:[^|;&]*[\s/])?(?:ba|da|a|z|k|mk|fi)?sh\b/
/** Options of ssh that take the next word. */
const sshTakesNext = /^-[BbcDEeFIiJLlmOopQRSWw]$/

/**
 * Whether a value at the end of `typed` would be read once more than by the shell of the line: as a command by another shell, as a
 * program, or as something to count out, where an index can hold a command. Known commands are looked for, in POSIX shells alone.
 */
export function isReadAsCode(typed: string, ahead: string): boolean {
  const words = wordsOf(typed)
  const current = words.at(-1) ?? ''
  const name = words.findIndex((word) => !before.test(word))
  const command = name < 0 || name === words.length - 1 ? '' : (words[name] ?? '')
  return (
    runVariables.test(current) ||
    (prints.has(command) && pipedToShell.test(ahead)) ||
    (storesValue(words, current) && laterRead.test(ahead)) ||
    words.some((word, at) => at < words.length - 1 && isCodeFor(word, words.slice(at + 1))) ||
    isReader(command, words.slice(name + 1))
  )
}

/** `x=…`, `for x in …` and `set -- …`: what comes later has it. */
const storesValue = ([first]: readonly string[], current: string): boolean =>
  assignment.test(current) || first === 'for' || first === 'set' || first === 'select'

/** Wherever in a command it stands: `docker exec api sh -c …`. */
function isCodeFor(word: string, rest: readonly string[]): boolean {
  const name = word.replace(/^.*\//, '')
  if (shells.test(name)) {
    const option = rest.findIndex((one) => codeOption.test(one))
    // The words behind the code are its `$0`, `$1`. With another option between it is not told which word the code is.
    return (
      option >= 0 &&
      option < rest.length - 1 &&
      !(rest.length - 1 > option + 1 && !/^[-+]/.test(rest[option + 1] ?? ''))
    )
  }
  return name === 'ssh' ? isCommandOfSsh(rest) : word === '[['
}

/** Behind the host ssh joins the words to a line for the far shell; some options run what they are given. */
function isCommandOfSsh(rest: readonly string[]): boolean {
  const last = rest.length - 1
  if (/command/i.test(rest[last] ?? '')) return true
  for (let at = 0; at < last; at += 1) {
    const word = rest[at] ?? ''
    if (!word.startsWith('-')) return true
    if (sshTakesNext.test(word)) at += 1
  }
  return false
}

function isReader(command: string, rest: readonly string[]): boolean {
  const name = command.replace(/^.*\//, '')
  const options = rest.slice(0, -1).filter((word) => word.startsWith('-'))
  const current = rest.at(-1) ?? ''
  if (readers.has(name)) return true
  if (declarers.has(name)) return !assignment.test(current) || options.some((word) => /[iaAn]/.test(word))
  if (name === 'printf') return rest[0]?.startsWith('-v') === true && rest.length <= 2
  if (name === '[' || name === 'test') return /^-[vR]$/.test(rest.at(-2) ?? '')
  if (asUser.has(name)) return options.some((word) => /^-\w*c$|^--(?:session-)?command$/.test(word))
  return languages.has(name) && isProgram(rest)
}

/** Of awk and sed: the first word, what `-e` has, and a value with something in front of it. A file is a word of its own behind. */
function isProgram(rest: readonly string[]): boolean {
  const [option, current] = rest.slice(-2)
  if (option === '-v' || current === undefined) return current === undefined
  return current !== '' || option === '-e' || rest.slice(0, -1).every((word) => word.startsWith('-'))
}

/** The words of the command in which the text ends, without their quotes; the last one is that which ends there, maybe empty. */
function wordsOf(typed: string): readonly string[] {
  let words: string[] = ['']
  let quote = ''
  for (let at = 0; at < typed.length; at += 1) {
    const mark = typed[at] ?? ''
    const add = (text: string): unknown => words.push((words.pop() ?? '') + text)
    if (quote !== '') {
      if (mark === quote) quote = ''
      else add(mark)
    } else if (mark === "'" || mark === '"') quote = mark
    else if (mark === '\\') {
      at += 1
      add(typed[at] ?? '')
    } else if (/[;&|()]/.test(mark)) words = ['']
    else if (/\s/.test(mark)) {
      if (words.at(-1) !== '') words.push('')
    } else add(mark)
  }
  return words
}
