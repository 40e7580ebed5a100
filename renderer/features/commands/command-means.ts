import type { CommandShell, CommandUse } from '#contract/saved-commands.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { Environment } from '#contract/tunnel.ts'

/** A target that a command can be used on now. */
export interface CommandTarget {
  readonly key: string
  readonly name: string
  /** Its id, or its names. */
  readonly id: string
  readonly shell: CommandShell
  readonly environment: Environment | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly request: ShellRequest
}

/** A shell that is open, and can be typed into. */
export interface CommandPane {
  readonly pane: string
  readonly name: string
  readonly environment: Environment | null
}

/** What a command is used with. */
export interface CommandMeans {
  readonly targets: readonly CommandTarget[]
  readonly openShells: readonly CommandPane[]
  /** `typing`: null where nothing is typed. */
  readonly onOpen: (request: ShellRequest, typing: string | null) => void
  readonly onType: (pane: string, text: string) => void
}

const isProduction = (environment: Environment | null): boolean => environment?.isProduction === true

/** On production a person reads the line and presses Enter; nothing else is offered there. */
export function usesOn(environment: Environment | null): readonly CommandUse[] {
  return isProduction(environment) ? ['wait'] : ['wait', 'run', 'alone', 'alone-plain']
}

/** What is typed: with Enter where it is to run, and never on production. */
export function typedText(line: string, use: CommandUse, environment: Environment | null): string {
  return use === 'run' && !isProduction(environment) ? `${line}\r` : line
}

/** What a shell of its own is asked for with: the command itself, where that is all that is to run. */
export function requestFor(target: CommandTarget, name: string, line: string, use: CommandUse): ShellRequest {
  if (use !== 'alone' && use !== 'alone-plain') return target.request
  return { ...target.request, name, program: { run: 'command', command: line, terminal: use === 'alone' } }
}
