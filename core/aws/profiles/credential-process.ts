import { splitShellWords, splitWindowsWords } from '#domain/text/shell-words.ts'
import { z } from 'zod'
import { fail, ok } from '#domain/result.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { NamedProfile } from '../../app/identity/ports.ts'
import type { ProgramRun, RunProgram } from '../../app/ports.ts'

/** A helper may ask the user something in a window of its own (ms). */
const helperLimitMs = 60_000
const outputLimit = 1_000_000
/** Of what a helper complains, the end says why (letters). */
const complaintLimit = 400

/** What the helper prints, as the AWS CLI's guide on `credential_process` has it. */
const helperAnswer = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string().nullish(),
  /** ISO 8601; never renewed when absent. */
  Expiration: z.string().nullish(),
})

interface CredentialProcessDeps {
  readonly clock: Clock
  readonly platform: NodeJS.Platform
  readonly run: RunProgram
}

/** Runs the `credential_process` of a profile, without a shell, as botocore does. CREDENTIAL_PROCESS_FAILED says why it gave none. */
export async function askHelper(
  deps: CredentialProcessDeps,
  profile: NamedProfile,
): Promise<Result<TemporaryCredentials>> {
  const command = profile.settings['credential_process'] ?? ''
  const words = deps.platform === 'win32' ? splitWindowsWords(command) : splitShellWords(command)
  const [program, ...args] = words ?? []
  if (program === undefined || program === '') {
    const { file: path, line } = profile.place
    const details = { file: path, line, profile: profile.name, key: 'credential_process' }
    return fail('PROFILE_INVALID', { ...details, reason: 'value-invalid' })
  }
  const run = await deps.run(program, args, helperLimitMs, outputLimit)
  const answer = run.kind === 'exited' && run.code === 0 ? read(run.output, deps.clock.now()) : faultOf(run)
  if (!('reason' in answer)) return ok(answer)
  const complaint = run.kind === 'exited' ? (run.complaint ?? '').trim().slice(-complaintLimit) : ''
  const said = [answer.said, complaint].find((text) => text !== undefined && text !== '')
  return fail('CREDENTIAL_PROCESS_FAILED', { profile: profile.name, program, ...answer, ...(said && { said }) })
}

type Fault = Omit<ProblemDetails['CREDENTIAL_PROCESS_FAILED'], 'profile' | 'program'>

/** What a program says that asks somebody, and finds nobody at its standard input and no terminal. */
const asksInTerminal = /\btty\b|\bterminal\b|inappropriate ioctl|EOF when reading|EOFError|non-interactive/i

function faultOf(run: ProgramRun): Fault {
  if (run.kind === 'not-started') return { reason: 'not-started', said: run.errorCode }
  if (run.kind === 'timed-out') return { reason: 'silent', seconds: helperLimitMs / 1_000 }
  if (run.kind === 'flooded') return { reason: 'flooded' }
  if (asksInTerminal.test(run.complaint ?? '')) return { reason: 'no-terminal' }
  return { reason: 'failed', ...(run.code >= 0 && { exitCode: run.code }) }
}

/** The credentials that were printed. Of what is none of them nothing is told: it may be half a secret. */
function read(output: string, now: number): TemporaryCredentials | Fault {
  const answer = helperAnswer.safeParse(parsed(output))
  if (!answer.success) return { reason: 'no-credentials' }
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken, Expiration } = answer.data
  const expiresAt = Expiration ? Date.parse(Expiration) : null
  if (Number.isNaN(expiresAt)) return { reason: 'no-credentials', said: 'Expiration is not a time' }
  if (expiresAt !== null && expiresAt <= now) return { reason: 'ended' }
  return {
    accessKeyId,
    secretAccessKey,
    ...(SessionToken ? { sessionToken: SessionToken } : {}),
    ...(expiresAt === null ? {} : { expiresAt }),
  }
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    return null
  }
}
