import type { ClientProgram, OptionMeaning } from '../kinds/client-programs.ts'

/** The words of a command, told apart. */
export interface ReadOptions {
  readonly values: ReadonlyMap<OptionMeaning, string>
  /** Words without an option, in their order. */
  readonly words: readonly string[]
  readonly hasSecret: boolean
  readonly isAsking: boolean
  /** Whether there is an option that the program does not have, as far as is known. */
  readonly hasUnknown: boolean
}

interface Option {
  readonly name: string
  readonly attached: string | null
}

/** `--name=value`, `-nvalue`, `-n value`. */
function optionOf(text: string): Option | null {
  if (!/^-[^-\s]|^--./.test(text)) return null
  if (!text.startsWith('--')) return { name: text.slice(0, 2), attached: text.length > 2 ? text.slice(2) : null }
  const equals = text.indexOf('=')
  return equals < 0 ? { name: text, attached: null } : { name: text.slice(0, equals), attached: text.slice(equals + 1) }
}

const folds = (meaning: OptionMeaning | undefined): boolean => meaning === 'flag' || meaning === 'never-ask'

/** Flags in one word: `-At`, and `-Nf` before the option that takes the rest. */
function unfolded(words: readonly string[], program: ClientProgram): readonly string[] {
  return words.flatMap((word): readonly string[] => {
    if (!/^-[A-Za-z0-9]{2,}/.test(word) || program.options[word] !== undefined) return [word]
    const first = word.slice(0, 2)
    const rest = word.slice(2)
    return folds(program.options[first]) ? [first, ...unfolded([`-${rest}`], program)] : [word]
  })
}

const takesNext = (meaning: OptionMeaning | undefined): boolean =>
  meaning !== undefined && !['flag', 'ask', 'never-ask', 'secret-or-ask'].includes(meaning)

/** Options that have the program ask for a password, where none is attached to them. */
const asks = (meaning: OptionMeaning): boolean => meaning === 'ask' || meaning === 'secret-or-ask'

/**
 * Reads the words after a program's name. Null where an option of a meaning is there twice: what looks like the second may be the
 * end of a password. After an option that is not known no word is taken for anything.
 */
export function readOptions(all: readonly string[], program: ClientProgram): ReadOptions | null {
  const values = new Map<OptionMeaning, string>()
  const words: string[] = []
  let hasUnknown = false
  let isAsking = false
  const rest = [...unfolded(all, program)]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = optionOf(word)
    if (option === null) {
      words.push(word)
      continue
    }
    const meaning = program.options[option.name]
    const value = option.attached ?? (takesNext(meaning) ? rest.shift() : undefined)
    if (meaning === undefined) hasUnknown = true
    else if (meaning === 'flag' || meaning === 'value') continue
    else if (meaning === 'never-ask') isAsking ||= rest[0]?.startsWith('-') === false
    else if (asks(meaning) && value === undefined) isAsking = true
    else if (values.has(meaning) && meaning !== 'forward') return null
    else if (value !== undefined && !values.has(meaning)) values.set(meaning, value)
  }
  const hasSecret = values.has('secret') || values.has('secret-or-ask') || values.has('ask')
  return { values, words, hasSecret, isAsking, hasUnknown }
}
