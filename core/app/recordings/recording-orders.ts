import type { RecordingChoice, RecordedKeys, RecordingOrder, RecordingSubject } from '#contract/recordings.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { ShellRequest, ShellTarget } from '#contract/shells.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { recordingFileName } from '#domain/recording/file-name.ts'
import { withoutSecrets } from '#domain/redaction/without-secrets.ts'
import { ok } from '#domain/result.ts'
import type { Log } from '../ports.ts'
import type { GrantedShell, ShellRecordings } from '../recording-ports.ts'
import type { RecordingFiles } from './ports.ts'
import type { SealKeys } from './seal-keys.ts'

/** Who uses a profile, and what it leads to, as far as that is known without asking anybody. */
export type ProfileOwner = Pick<RecordingSubject, 'user' | 'account' | 'role'>

/** What orders are made of. */
interface RecordingOrdersOptions {
  readonly files: Pick<RecordingFiles, 'prepare'>
  readonly sealKeys: Pick<SealKeys, 'forNew'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  newId(): string
  join(folder: string, name: string): string
  choiceOf(environment: string | null): RecordingChoice
  keys(): RecordedKeys
  ownerOf(profile: ProfileRef): ProfileOwner
  /** The relay writes a file of this name from now on. */
  started(id: string, name: string): void
}

/** Says of a shell that is about to open whether it is recorded, and how, as the settings want it now. */
export class RecordingOrders implements ShellRecordings {
  readonly #options: RecordingOrdersOptions

  constructor(options: RecordingOrdersOptions) {
    this.#options = options
  }

  async troubleWith({ environment }: ShellRequest): Promise<Problem | null> {
    if (this.#options.choiceOf(environment) !== 'required') return null
    const folder = await this.#options.files.prepare()
    return folder.ok ? null : folder.error
  }

  async orderFor(shell: GrantedShell): Promise<Result<RecordingOrder | null>> {
    const { choiceOf, files, log } = this.#options
    const need = choiceOf(shell.request.environment)
    if (need === 'off') return ok(null)
    const folder = await files.prepare()
    if (folder.ok) return ok(await this.#order(shell, need, folder.value))
    if (need === 'required') return folder
    log.warn('shell-not-recorded', { sessionId: shell.grant.sessionId, code: folder.error.code })
    return ok(null)
  }

  async #order(shell: GrantedShell, need: RecordingOrder['need'], folder: string): Promise<RecordingOrder> {
    const { newId, clock, sealKeys, keys, join, started, ownerOf } = this.#options
    const id = newId()
    const startedAt = clock.now()
    const sealKey = await sealKeys.forNew(id)
    const subject = subjectOf(shell, ownerOf(shell.request.profile))
    const { user, target, targetName } = subject
    const name = recordingFileName(startedAt, user ?? '', targetName ?? target, id)
    started(id, name)
    const header = { ...subject, format: 1, id, startedAt, keys: keys(), sealedWith: sealKey?.mark ?? null } as const
    return { file: join(folder, name), header, sealKey: sealKey?.key ?? null, need }
  }
}

/** Commands and reasons are typed by people: they may hold what nobody should read again. */
function subjectOf({ request, grant, targetName }: GrantedShell, owner: ProfileOwner): RecordingSubject {
  const { target, program, reason, region, environment, name } = request
  return {
    ...owner,
    region,
    target: targetText(target, grant.targetId),
    targetKind: target.on === 'container' ? 'container' : 'node',
    targetName: targetName ?? (target.on === 'container' ? target.container : null),
    environment,
    sessionId: grant.sessionId,
    reason: reason === undefined ? null : withoutSecrets(reason),
    // The one whose target it is: the shell has its name, unless somebody gave it another.
    tunnel: target.on === 'rule' ? name : null,
    command: program.run === 'command' ? withoutSecrets(program.command) : null,
  }
}

function targetText(target: ShellTarget, targetId: string): string {
  if (target.on !== 'container') return targetId
  return [target.cluster, target.task, target.container].join('/').slice(0, 2_048)
}
