import type { ChannelPass, SessionGrant } from '#contract/relay.ts'
import type { SessionPlace, SessionService as AwsSessions } from '#core/app/ports.ts'
import { isOutage } from '#domain/problem/traits.ts'
import { fail, ok } from '#domain/result.ts'
import { within } from '#domain/clock/clock.ts'
import { createBuiltinSession } from '#relay/engine/builtin/index.ts'
import { monotonicClock } from '#relay/clock.ts'
import { reasonOf } from '../ending.ts'
import { runSession } from '../session-run.ts'
import type { Renewal, SessionService } from '../session-service.ts'
import { listenForWishes } from '../signals.ts'
import { createTerminal, type Terminal } from '../terminal.ts'
import * as texts from '../texts.ts'

/** Carries the session that was granted between ssh's pipes and the target, to its end; returns the exit code. */
export async function carryAlone(grant: SessionGrant, place: SessionPlace, aws: AwsSessions): Promise<number> {
  const { sessionId, targetId, region, pass } = grant
  const { tokenValue, streamUrl } = pass
  const call = {
    ...{ sessionId, targetId, region, tokenValue, streamUrl },
    profile: '',
    ssmEndpoint: '',
    isLegacy: false,
    requested: { document: 'AWS-StartSSHSession', localPort: null, localSocket: null },
  }
  const world = {
    service: serviceOf(pass, sessionId, place, aws),
    start: createBuiltinSession(),
    terminal: pipesOf(sessionId),
    wishes: listenForWishes,
  }
  return await runSession(call, world)
}

/** The calls that a running session makes, with the credentials that started it. */
function serviceOf(first: ChannelPass, sessionId: string, place: SessionPlace, aws: AwsSessions): SessionService {
  let { streamUrl } = first
  return {
    firstPass: () => Promise.resolve(ok(first)),
    async resume(): Promise<Renewal> {
      const resumed = await aws.resume(place, { sessionId, streamUrl })
      if (resumed.ok) {
        ;({ streamUrl } = resumed.value)
        return { kind: 'pass', pass: resumed.value }
      }
      if (isOutage(resumed.error)) throw new Error(reasonOf(resumed.error))
      const isOver = resumed.error.code === 'SESSION_EXPIRED' || resumed.error.code === 'SESSION_ENDED'
      return isOver ? { kind: 'over' } : { kind: 'refused', reason: reasonOf(resumed.error) }
    },
    generateDataKey: () => Promise.resolve(fail('HANDSHAKE_REJECTED', { said: 'The session is to be encrypted' })),
    async terminate(deadlineMs) {
      await within(monotonicClock, deadlineMs, aws.terminate(place, sessionId))
    },
  }
}

/** ssh's two pipes: bytes alone go there, and what is said is for standard error. */
function pipesOf(sessionId: string): Terminal {
  const terminal = createTerminal(process.stdin, process.stdout)
  const ordinary = new Set([texts.starting(sessionId), texts.exiting(sessionId)])
  return {
    ...terminal,
    isInteractive: false,
    write(data) {
      if (typeof data !== 'string') return terminal.write(data)
      if (data !== '' && !ordinary.has(data)) process.stderr.write(`Culvert: ${data.trim()}\n`)
      return true
    },
  }
}
