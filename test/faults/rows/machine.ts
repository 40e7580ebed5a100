import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, serve } from '../../support/tcp.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'

const hours = 60 * 60

function clock(name: string, what: string, offsetSeconds: number): FaultRow {
  return {
    ...{ name, what, group: 'machine', engines: builtinAlone },
    promised: { states: ['unknown', 'ready'], hops: ['session', null], recoveryMs: 5_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'clock', offsetSeconds }, { kind: 'drop-session' })
      return await stage.outcome(conversation)
    },
  }
}

function sleep(seconds: number): FaultRow {
  return {
    name: `sleep-${seconds}s`,
    what: `The computer sleeps for ${seconds} s: every process of the app stands still`,
    ...{ group: 'machine', engines: builtinAlone },
    promised: { states: ['unknown'], hops: ['session'], recoveryMs: 3_000, connection: 'kept' },
    async play(stage) {
      const { supervisor } = stage.world
      await stage.arm()
      const conversation = await stage.talk()
      supervisor.slept()
      const seen = stage.seen()
      process.kill(stage.relayPid, 'SIGSTOP')
      await stage.pause(seconds * 1_000)
      process.kill(stage.relayPid, 'SIGCONT')
      supervisor.woke()
      return await stage.outcome(conversation, seen)
    },
  }
}

/** The folder becomes a disk of its own that holds nothing more, in this program's mount namespace. */
function fillDisk(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', folder])
  writeFileSync(join(folder, 'all-of-it'), Buffer.alloc(4_096))
}

export const machineRows: readonly FaultRow[] = [
  sleep(2),
  clock('clock-ahead-at-aws', 'AWS’s clock is two hours ahead of this computer’s when the channel breaks', 2 * hours),
  clock('clock-behind-at-aws', 'AWS’s clock is two hours behind this computer’s when the channel breaks', -2 * hours),
  {
    name: 'full-disk',
    what: 'The disk is full when a session starts, and when its channel breaks',
    ...{ group: 'machine', needs: 'network-namespace', engines: builtinAlone },
    promised: { states: ['unknown', 'ready'], hops: ['session', null], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      fillDisk(stage.folder)
      try {
        await stage.arm()
        const conversation = await stage.talk()
        stage.sandbox.fault({ kind: 'drop-session' })
        return await stage.outcome(conversation)
      } finally {
        execFileSync('umount', [stage.folder])
      }
    },
  },
  {
    name: 'full-disk-at-start',
    what: 'The disk is full when a session starts, and what carries it has to be noted',
    ...{ group: 'machine', needs: 'network-namespace', engines: bothEngines },
    promised: { states: ['ready'], hops: [null], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      fillDisk(stage.folder)
      try {
        await stage.arm()
        return await stage.outcome(await stage.talk())
      } finally {
        execFileSync('umount', [stage.folder])
      }
    },
  },
  {
    name: 'port-taken',
    what: 'Another program has the port, and gives it back after 20 s',
    ...{ group: 'machine', engines: builtinAlone },
    promised: { states: ['failed'], hops: ['port'], recoveryMs: 3_000, connection: 'kept', portClosedMs: 3_000 },
    async play(stage) {
      const localPort = await freePort()
      const owner = await serve((socket) => socket.destroy(), { port: localPort })
      await stage.arm({ localPort })
      await stage.until(() => stage.seen().state === 'failed', 'the failure')
      await stage.pause(20_000)
      const seen = stage.seen()
      await owner.close()
      const freedAt = performance.now()
      await stage.until(() => stage.seen().state === 'armed', 'the port', 90_000)
      const recoveryMs = performance.now() - freedAt
      return { ...seen, recoveryMs, ...(await (await stage.talk()).end()) }
    },
  },
]
