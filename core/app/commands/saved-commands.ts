import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { CommandDraft, CommandHabit, SavedCommand } from '#contract/saved-commands.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { isSecretName } from '#domain/redaction/secret-names.ts'
import { fail, ok } from '#domain/result.ts'

/** What is kept of commands. */
export interface KeptCommands {
  readonly commands: readonly SavedCommand[]
}

/** The file of it. Loading keeps a corrupt one aside and says so. */
export interface CommandsStore {
  load(): Promise<{ readonly kept: KeptCommands; readonly problems: readonly Problem[] }>
  /** Atomic. CATALOG_NOT_WRITTEN on failure. */
  save(kept: KeptCommands): Promise<Result<void>>
}

/** Commands that a person saved, with how each was used last. */
export interface SavedCommands {
  /** In the order in which they were saved. */
  list(): readonly SavedCommand[]
  /** A new one without an id, else another text for that one. COMMANDS_TOO_MANY; CATALOG_NOT_WRITTEN. */
  save(draft: CommandDraft, id: string | null): Promise<Result<{ readonly id: string }>>
  remove(id: string): Promise<Result<void>>
  /** Remembers how a command was used; nothing of one that is gone. */
  used(id: string, habit: CommandHabit): Promise<Result<void>>
}

interface SavedCommandsDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly store: Pick<CommandsStore, 'save'>
  readonly kept: KeptCommands
  /** `crypto.randomUUID`. */
  readonly newId: () => string
}

/** More than anybody finds anything in. */
const mostCommands = 500

/** {@link SavedCommands} in memory; each change goes to the store. */
export function createSavedCommands(deps: SavedCommandsDeps): SavedCommands {
  return new CommandBook(deps)
}

class CommandBook implements SavedCommands {
  readonly #deps: SavedCommandsDeps
  #commands: readonly SavedCommand[]

  constructor(deps: SavedCommandsDeps) {
    this.#deps = deps
    this.#commands = deps.kept.commands
  }

  list(): readonly SavedCommand[] {
    return this.#commands
  }

  async save(draft: CommandDraft, id: string | null): Promise<Result<{ readonly id: string }>> {
    const known = this.#commands.find((command) => command.id === id)
    if (known === undefined && this.#commands.length >= mostCommands)
      return fail('COMMANDS_TOO_MANY', { most: mostCommands })
    const made: SavedCommand = {
      ...(known ?? { id: this.#deps.newId(), habit: { use: 'wait', values: {} }, times: 0, usedAt: null }),
      ...draft,
    }
    const saved = await (known === undefined
      ? this.#keep([...this.#commands, made])
      : this.#change(made.id, () => made))
    return saved.ok ? ok({ id: made.id }) : saved
  }

  remove(id: string): Promise<Result<void>> {
    return this.#keep(this.#commands.filter((command) => command.id !== id))
  }

  used(id: string, { use, values }: CommandHabit): Promise<Result<void>> {
    const open = Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretName(name)))
    const usedAt = this.#deps.clock.now()
    return this.#change(id, (command) => ({
      ...command,
      habit: { use, values: open },
      times: command.times + 1,
      usedAt,
    }))
  }

  #change(id: string, by: (command: SavedCommand) => SavedCommand): Promise<Result<void>> {
    return this.#keep(this.#commands.map((command) => (command.id === id ? by(command) : command)))
  }

  async #keep(commands: readonly SavedCommand[]): Promise<Result<void>> {
    this.#commands = commands
    return await this.#deps.store.save({ commands })
  }
}
