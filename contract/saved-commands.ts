import { z } from 'zod'
import { isAsItLooks } from './unseen.ts'

const epochMs = z.number().int()

/** Seen as it is: one line without marks that cannot be seen. */
const seenLine = (most: number) => z.string().trim().min(1).max(most).refine(isAsItLooks)

/** Name of a parameter: what stands between the braces of `{name}`. */
export const parameterName = z.string().regex(/^[A-Za-z_][\w-]{0,39}$/)

/** For which shell a command is written, and its parameters are quoted. */
export const commandShell = z.enum(['posix', 'powershell'])
export type CommandShell = z.infer<typeof commandShell>

/**
 * What becomes of the line. `wait`: it is typed and waits at the prompt. `run`: it is typed with Enter. `alone`: it is a session of
 * its own (`AWS-StartInteractiveCommand`). `alone-plain`: the same without a terminal (`AWS-StartNonInteractiveCommand`).
 */
export const commandUse = z.enum(['wait', 'run', 'alone', 'alone-plain'])
export type CommandUse = z.infer<typeof commandUse>

/** What a person writes down of a command. */
export const commandDraft = z.object({
  name: seenLine(100),
  /** With `{name}` where a parameter goes. */
  line: seenLine(4_000),
  shell: commandShell,
  /** Targets with this tag alone are offered; null: all of its shell. */
  tag: z.object({ key: seenLine(128), value: seenLine(256) }).nullable(),
})
export type CommandDraft = z.infer<typeof commandDraft>

/** How a command was used last. */
export const commandHabit = z.object({
  use: commandUse,
  /** By parameter; none of a parameter that is called like a secret. */
  values: z.record(parameterName, z.string().max(4_000)),
})
export type CommandHabit = z.infer<typeof commandHabit>

export const savedCommand = commandDraft.extend({
  id: z.uuid(),
  habit: commandHabit,
  times: z.int().min(0),
  /** Null while it never was used. */
  usedAt: epochMs.nullable(),
})
export type SavedCommand = z.infer<typeof savedCommand>

const byId = z.object({ id: z.uuid() })
const nothing = z.void()

/** What a window may ask about saved commands. */
export const savedCommandCalls = {
  'command.list': { input: nothing, output: z.object({ commands: z.array(savedCommand) }) },
  /** Without an id it is a new one. COMMANDS_TOO_MANY; CATALOG_NOT_WRITTEN. */
  'command.save': { input: commandDraft.extend({ id: z.uuid().optional() }), output: byId },
  'command.remove': { input: byId, output: nothing },
  /** It was typed or started, in this way. */
  'command.used': { input: byId.extend({ habit: commandHabit }), output: nothing },
} as const
