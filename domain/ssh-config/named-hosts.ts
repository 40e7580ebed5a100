/** What an ssh config names. */
export interface NamedInConfig {
  /** Hosts that a block of it is for, in small letters: names and patterns, none that any host fits. */
  readonly hosts: readonly string[]
  /** Words after `Include`, as they stand. */
  readonly files: readonly string[]
}

/** `Host a`, `Host=a`, `"host" a`; not `HostName`. */
const lineForm = /^\s*"?(host|match|include)\b"?\s*=?(.*)$/i
/** A word, or several parts of one in quotes side by side. */
const wordForm = /(?:"[^"]*"?|'[^']*'?|\\.|[^\s"'\\])+/g
const comment = /^#/
/** Conditions of `Match` without a value. */
const aloneCondition = /^!?(?:all|canonical|final)$/i
const hostCondition = /^(?:host|originalhost)$/i
/** Patterns for every host say nothing of one: `Host *` is where people keep what is for all of them. */
const anyHost = /^[*?]*$/

/** Reads what the lines of a config name, in the way of ssh: keywords in any case, with blanks or `=` behind, and quotes. */
export function namedIn(text: string): NamedInConfig {
  const hosts: string[] = []
  const files: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, keyword = '', rest = ''] = lineForm.exec(line) ?? []
    const words = wordsOf(rest)
    if (keyword.toLowerCase() === 'include') files.push(...words)
    else hosts.push(...(keyword.toLowerCase() === 'match' ? hostsOfMatch(words) : words))
  }
  return {
    hosts: hosts.map((host) => host.toLowerCase()).filter((host) => !isNegated(host) && !anyHost.test(host)),
    files,
  }
}

/** Whether one of the patterns is for the name; both in small letters. */
export function isNamed(name: string, patterns: Iterable<string>): boolean {
  return [...patterns].some((pattern) => pattern === name || formOf(pattern).test(name))
}

/** `*` for any letters, `?` for one, and everything else for itself. */
function formOf(pattern: string): RegExp {
  const letters = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${letters.replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's')
}

function wordsOf(rest: string): readonly string[] {
  const words = (rest.match(wordForm) ?? []).map((word) => (comment.test(word) ? '#' : word.replace(/["'\\]/g, '')))
  const end = words.indexOf('#')
  return end < 0 ? words : words.slice(0, end)
}

/** `Match host a,b user c` and `Match originalhost=a`. The value of another condition is skipped, whatever it looks like. */
function hostsOfMatch(words: readonly string[]): readonly string[] {
  const hosts: string[] = []
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (aloneCondition.test(word)) continue
    const [condition = '', ...inline] = word.split('=')
    if (inline.length === 0 && left[0]?.startsWith('=') === true) left.splice(0, 1, ...afterSign(left[0]))
    const value = inline.length > 0 ? inline.join('=') : left.shift()
    if (hostCondition.test(condition)) hosts.push(...(value ?? '').split(','))
  }
  return hosts
}

const afterSign = (word: string): readonly string[] => (word === '=' ? [] : [word.slice(1)])
const isNegated = (host: string): boolean => host.startsWith('!')
