import { describe, expect, it } from 'vitest'
import type { ActivityEvent } from '#contract/activity.ts'
import type { ShellView } from '#contract/shells.ts'
import type { SignInView } from '#contract/sign-in.ts'
import { recordActivity } from '#core/app/activity/activity-recorder.ts'
import type { HeardConnection, HeardEntry } from '#core/app/activity/ports.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { sampleShell } from '#test/support/sample-shell.ts'
import { FakeClock, Gate, settle } from '../tunnels/fakes.ts'
import { sampleTunnel } from './activity-samples.ts'

const session = { name: 'harborline', startUrl: 'https://example.awsapps.com/start', region: 'ap-northeast-1' }
const signedIn: SignInView = {
  session,
  status: { kind: 'signed-in', expiresAt: 0, renewable: true },
  person: 'mika.sato',
}

function stage(ready: Promise<void> = Promise.resolve()) {
  const clock = new FakeClock()
  const [entries, closings] = [createListeners<HeardEntry>(), createListeners<HeardConnection>()]
  const [shells, gone, signIns] = [
    createListeners<ShellView>(),
    createListeners<string>(),
    createListeners<SignInView>(),
  ]
  const noted: ActivityEvent[] = []
  const carried = { bytesIn: 0, bytesOut: 0 }
  const views: SignInView[] = [signedIn]
  const stop = recordActivity({
    tunnels: { onEntry: entries.subscribe, onConnectionClosed: closings.subscribe, carriedBy: () => ({ ...carried }) },
    shells: { onChange: shells.subscribe, onRemoved: gone.subscribe },
    signIns: { views: () => views, onChange: signIns.subscribe },
    ready,
    activity: { note: (event) => void noted.push(event) },
    clock,
  })
  const tunnel = sampleTunnel
  const enter = (kind: HeardEntry['entry']['kind']): void =>
    entries.tell({
      tunnel,
      entry: { at: clock.now(), kind, problem: null },
      ...{ sessionId: 's-1', node: 'i-0ab3f29c81d7e4402', programs: [{ program: 'psql', pid: 7 }] },
    })
  const close = (pid: number | null, bytesIn: number): void =>
    closings.tell({
      ...{ tunnel, sessionId: 's-1', node: 'i-0ab3f29c81d7e4402', bytesIn, bytesOut: 1 },
      program: pid === null ? null : { program: 'psql', pid },
    })
  return { clock, noted, carried, views, shells, signIns, enter, close, stop }
}

describe('what is written down', () => {
  it('of a session: who caused it, where, how long it was and how much it carried', async () => {
    const { clock, noted, carried, enter } = stage()
    carried.bytesIn = 100
    enter('connecting')
    enter('ready')
    await clock.advance(5_000)
    Object.assign(carried, { bytesIn: 350, bytesOut: 20 })
    enter('idle-closed')
    expect(noted.map(({ kind }) => kind)).toEqual(['ready', 'idle-closed'])
    expect(noted[0]).toMatchObject({ program: { name: 'psql', pid: 7 }, person: 'mika.sato', lastedMs: null })
    expect(noted[1]).toMatchObject({
      ...{ lastedMs: 5_000, bytesIn: 250, bytesOut: 20, sessionId: 's-1', node: 'i-0ab3f29c81d7e4402' },
    })
  })

  it('of a door that counts from zero again is what it has counted since', () => {
    const { noted, carried, enter } = stage()
    carried.bytesIn = 1_000
    enter('ready')
    carried.bytesIn = 40
    enter('dropped')
    expect(noted[1]).toMatchObject({ bytesIn: 40 })
  })

  it('of connections is one event for those of a program that end in a row', async () => {
    const { clock, noted, close, stop } = stage()
    close(7, 10)
    close(7, 20)
    close(8, 5)
    close(null, 1)
    await clock.advance(2_000)
    expect(noted.map(({ program, connections, bytesIn }) => [program?.pid, connections, bytesIn])).toEqual([
      [7, 2, 30],
      [8, 1, 5],
      [undefined, 1, 1],
    ])
    close(7, 3)
    stop()
    expect(noted.at(-1)).toMatchObject({ kind: 'connections-closed', bytesIn: 3 })
  })

  it('of shells is that one opened and that it is over, each once', () => {
    const { noted, shells } = stage()
    const open = { ...sampleShell(), status: { kind: 'opening', step: 'target', since: 1 } } as const
    const by = { engine: 'builtin', version: null } as const
    const status = { kind: 'open', since: 1, sessionId: 's-2', by, message: '' } as const
    shells.tell(open)
    shells.tell({ ...open, status })
    shells.tell({ ...open, status: { kind: 'reconnecting', since: 2, sessionId: 's-2', by, wait: null } })
    shells.tell({ ...open, status })
    const ended = { kind: 'ended', at: 9, openedAt: 1, how: 'left', exitCode: null, problem: null } as const
    shells.tell({ ...open, status: ended })
    expect(noted.map(({ kind }) => kind)).toEqual(['shell-opened', 'shell-ended'])
    expect(noted[0]).toMatchObject({ sessionId: 's-2', person: 'mika.sato' })
  })

  it('of sign-ins is who came and went, and no renewal', async () => {
    const gate = new Gate<void>()
    const { noted, signIns } = stage(gate.promise)
    // What is told before they were read is read from the disk.
    signIns.tell({ session, status: { kind: 'signed-out' } })
    signIns.tell(signedIn)
    gate.open(undefined)
    await settle()
    signIns.tell(signedIn)
    signIns.tell({ session, status: { kind: 'signed-out' } })
    signIns.tell(signedIn)
    expect(noted.map(({ kind }) => kind)).toEqual(['signed-out', 'signed-in'])
    // One that was read from the disk is no news.
    signIns.tell({ ...signedIn, session: { ...session, name: 'another' } })
    expect(noted).toHaveLength(2)
  })
})
