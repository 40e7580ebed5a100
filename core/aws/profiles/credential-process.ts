import { splitShellWords, splitWindowsWords } from '#domain/text/shell-words.ts'
import { z } from 'zod'
import { fail, ok } from '#domain/result.ts'
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

/** Runs the `credential_process` of a profile, without a shell, as botocore does. CREDENTIALS_INVALID says why it gave none. */
export async function askHelper(
  deps: CredentialProcessDeps,
  profile: NamedProfile,
): Promise<Result<TemporaryCredentials>> {
  const refuse = (said: string): Result<never> => fail('CREDENTIALS_INVALID', { profile: profile.name, said })
  const command = profile.settings['credential_process'] ?? ''
  const words = deps.platform === 'win32' ? splitWindowsWords(command) : splitShellWords(command)
  const [file, ...args] = words ?? []
  if (file === undefined || file === '') {
    const { file: path, line } = profile.place
    const details = { file: path, line, profile: profile.name, key: 'credential_process' }
    return fail('PROFILE_INVALID', { ...details, reason: 'value-invalid' })
  }
  const run = await deps.run(file, args, helperLimitMs, outputLimit)
  if (run.kind !== 'exited' || run.code !== 0) return refuse(`${file} ${complaintOf(run)}`)
  const answer = helperAnswer.safeParse(parsed(run.output))
  if (!answer.success) return refuse(`${file} printed no credentials of version 1`)
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken, Expiration } = answer.data
  const expiresAt = Expiration ? Date.parse(Expiration) : null
  if (Number.isNaN(expiresAt)) return refuse(`${file} printed an Expiration that is not a time`)
  if (expiresAt !== null && expiresAt <= deps.clock.now()) return refuse(`${file} printed credentials that have ended`)
  return ok({
    accessKeyId,
    secretAccessKey,
    ...(SessionToken ? { sessionToken: SessionToken } : {}),
    ...(expiresAt === null ? {} : { expiresAt }),
  })
}

function complaintOf(run: ProgramRun): string {
  if (run.kind === 'not-started') return `could not be started (${run.errorCode})`
  // What asks in a terminal asks nobody here: there is none, and nothing comes on its standard input.
  if (run.kind === 'timed-out')
    return `did not answer within ${helperLimitMs / 1_000} s; one that asks in a terminal has none here`
  if (run.kind === 'flooded') return `printed more than ${outputLimit / 1_000_000} MB, which are no credentials`
  const complaint = (run.complaint ?? '').trim().slice(-complaintLimit)
  return `ended with exit code ${run.code}${complaint === '' ? '' : `: ${complaint}`}`
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    return null
  }
}
