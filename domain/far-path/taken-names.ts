import { numberedName, partName } from './local-name.ts'

/** What one name has in common with all that a file system may take for the same: macOS and Windows know no case, macOS one form. */
export function foldedName(name: string): string {
  return name.toUpperCase().toLowerCase().normalize('NFC')
}

/** The names of one folder that is being made, so that no two things in it get the same one, nor the one of another's part. */
export class TakenNames {
  readonly #fold: (name: string) => string
  readonly #names = new Set<string>()
  readonly #parts = new Set<string>()
  /** Of a name that was wanted before, the number to go on with: many alike cost no more than others. */
  readonly #numbers = new Map<string, number>()

  /** `fold`: gives the same for names that lead to the same place. */
  constructor(fold: (name: string) => string) {
    this.#fold = fold
  }

  /** The name, or with a number when it is taken. The same names in the same order get the same. */
  take(wanted: string): string {
    const key = this.#fold(wanted)
    let number = this.#numbers.get(key) ?? 1
    let name = number === 1 ? wanted : numberedName(wanted, number)
    for (; this.#isTaken(name); name = numberedName(wanted, number)) number += 1
    this.#numbers.set(key, number)
    this.#names.add(this.#fold(name))
    this.#parts.add(this.#fold(partName(name)))
    return name
  }

  #isTaken(name: string): boolean {
    const key = this.#fold(name)
    return this.#names.has(key) || this.#parts.has(key) || this.#names.has(this.#fold(partName(name)))
  }
}
