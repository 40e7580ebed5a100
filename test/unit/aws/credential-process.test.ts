import { describe, expect, it, vi } from 'vitest'
import type { NamedProfile } from '#core/app/identity/ports.ts'
import type { ProgramRun, RunProgram } from '#core/app/ports.ts'
import { askHelper } from '#core/aws/profiles/credential-process.ts'

const answer = { Version: 1, AccessKeyId: 'AKID', SecretAccessKey: 'secret' }
const exited = (output: string, code = 0, complaint = ''): ProgramRun => ({ kind: 'exited', code, output, complaint })

function profileWith(command: string): NamedProfile {
  const place = { file: '/home/you/.aws/config', line: 3 }
  return { name: 'tool', place, settings: { credential_process: command } } as Partial<NamedProfile> as NamedProfile
}

function ask(command: string, given: ProgramRun, platform: NodeJS.Platform = 'linux') {
  const run = vi.fn<RunProgram>(async () => given)
  const clock = { now: () => 0, after: () => () => {} }
  return { run, result: askHelper({ clock, platform, run }, profileWith(command)) }
}

describe('a helper program', () => {
  it('is run for a minute at the most, and is not listened to without end', async () => {
    const { run, result } = ask('/opt/tool --label "team #7"', exited(JSON.stringify(answer)))
    expect(await result).toMatchObject({ ok: true, value: { accessKeyId: 'AKID' } })
    expect(run.mock.calls).toEqual([['/opt/tool', ['--label', 'team #7'], 60_000, 1_000_000]])
  })

  it('is not run when its command can not be split into words', async () => {
    const { run, result } = ask('/opt/tool "open', exited(''))
    expect(await result).toMatchObject({ ok: false, error: { code: 'PROFILE_INVALID' } })
    expect(run).not.toHaveBeenCalled()
  })

  it.each([
    ['that fails', exited(JSON.stringify(answer), 1)],
    ['that prints no JSON', exited('AKID secret')],
    ['of another version', exited(JSON.stringify({ ...answer, Version: 2 }))],
    ['whose credentials have ended', exited(JSON.stringify({ ...answer, Expiration: '1969-12-31T00:00:00Z' }))],
    ['that never answers', { kind: 'timed-out' } as const],
    ['that floods', { kind: 'flooded' } as const],
  ])('%s gives no credentials, and nothing that it printed is told', async (_, given) => {
    const told = await ask('/opt/tool', given).result
    expect(told).toMatchObject({ ok: false, error: { code: 'CREDENTIAL_PROCESS_FAILED' } })
    expect(JSON.stringify(told)).not.toMatch(/AKID|secret/)
  })

  it.each([
    ['floods', { kind: 'flooded' } as const, { reason: 'flooded' }],
    ['does not answer', { kind: 'timed-out' } as const, { reason: 'silent', seconds: 60 }],
    ['is not there', { kind: 'not-started', errorCode: 'ENOENT' } as const, { reason: 'not-started', said: 'ENOENT' }],
    ['fails', exited('', 3, 'the vault is locked\n'), { reason: 'failed', exitCode: 3, said: 'the vault is locked' }],
    ['is killed', exited('', -1), { reason: 'failed' }],
    ['wants a terminal', exited('', 1, 'open /dev/tty: no such device'), { reason: 'no-terminal' }],
    ['asks in Python', exited('', 1, 'EOFError: EOF when reading a line'), { reason: 'no-terminal' }],
    ['asks with a hidden input', exited('', 2, 'stty: inappropriate ioctl for device'), { reason: 'no-terminal' }],
    ['prints a page', exited('<html>'), { reason: 'no-credentials' }],
    ['prints nothing', exited(''), { reason: 'no-credentials' }],
    ['prints no time', exited(JSON.stringify({ ...answer, Expiration: 'soon' })), { reason: 'no-credentials' }],
    ['is late', exited(JSON.stringify({ ...answer, Expiration: '1969-12-31T00:00:00Z' })), { reason: 'ended' }],
  ])('that %s is told by what it did', async (_, given, fault) => {
    expect(await ask('/opt/tool', given).result).toMatchObject({
      error: { code: 'CREDENTIAL_PROCESS_FAILED', details: { profile: 'tool', program: '/opt/tool', ...fault } },
    })
  })
})
