import { z } from 'zod'
import type { AccountPreferences } from '#contract/shells.ts'

/** Of an account that has none, and of every ECS Exec (minutes; Session Manager and ECS developer guides). */
export const usualIdleMinutes = 20
const usualUser = 'ssm-user'

const minutes = z.coerce.number().int().positive().nullable().catch(null)

/** The parts of the document that are shown; the console writes numbers as text, and nothing as ''. */
const document = z.object({
  inputs: z.object({
    idleSessionTimeout: minutes,
    maxSessionDuration: minutes,
    runAsEnabled: z.boolean().catch(false),
    runAsDefaultUser: z.string().trim().max(256).catch(''),
  }),
})

/** What a document of preferences says; null when it is none. */
export function preferencesIn(content: string): AccountPreferences | null {
  const parsed = document.safeParse(parsedJson(content))
  if (!parsed.success) return null
  const { idleSessionTimeout, maxSessionDuration, runAsEnabled, runAsDefaultUser } = parsed.data.inputs
  // With Run As on and nobody named, a tag of the role names the user.
  const named = runAsDefaultUser === '' ? null : runAsDefaultUser
  return {
    idleMinutes: idleSessionTimeout ?? usualIdleMinutes,
    longestMinutes: maxSessionDuration,
    runAs: runAsEnabled ? named : usualUser,
  }
}

function parsedJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}
