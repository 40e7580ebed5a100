import { z } from 'zod'
import { type ApiRequest, headerOf, type Reply, readJson } from '../wire/exchange.ts'
import type { Applied } from './apply-fault.ts'
import { fault, type ParsedFault } from './fault.ts'
import type { StateReport } from './state-report.ts'

/** What the control API can do. */
export interface Controls {
  apply(fault: ParsedFault): Applied
  /** Decides about one waiting user code, or the newest one. False when none waits. */
  decideDevice(userCode: string | null, decision: 'allow' | 'deny'): boolean
  report(): StateReport
  clearCalls(): void
  reset(): void
}

const decisionInput = z.object({
  userCode: z.string().nullish(),
  decision: z.enum(['allow', 'deny']).default('allow'),
})

/** The sandbox's own API under `/_sandbox/`; null for other paths. Pages of browsers are turned away. */
export function createControlApi(controls: Controls): (request: ApiRequest) => Reply | null {
  return (request) => {
    if (!request.url.pathname.startsWith('/_sandbox/')) return null
    if (!['127.0.0.1', 'localhost'].includes(request.url.hostname) || headerOf(request.headers, 'origin') !== null) {
      return reply(403, { error: 'The control API is for programs on this computer.' })
    }
    return route(controls, `${request.method} ${request.url.pathname.slice('/_sandbox/'.length)}`, request)
  }
}

function route(controls: Controls, name: string, request: ApiRequest): Reply {
  switch (name) {
    case 'GET state':
      return reply(200, controls.report())
    case 'POST faults':
      return addFaults(controls, request)
    case 'POST consent':
      return decide(controls, request)
    case 'POST calls/clear':
      controls.clearCalls()
      return reply(200, {})
    case 'POST reset':
      controls.reset()
      return reply(200, {})
    default:
      return reply(404, { error: `There is no ${name}.` })
  }
}

function addFaults(controls: Controls, request: ApiRequest): Reply {
  const parsed = z.union([fault.transform((one) => [one]), z.array(fault)]).safeParse(readJson(request))
  if (!parsed.success) return reply(400, { error: z.prettifyError(parsed.error) })
  const results = parsed.data.map((one) => controls.apply(one))
  const failed = results.find((result) => !result.ok)
  if (failed !== undefined && !failed.ok) return reply(400, { error: failed.message })
  return reply(200, { affected: results.map((result) => (result.ok ? result.affected : 0)) })
}

function decide(controls: Controls, request: ApiRequest): Reply {
  const parsed = decisionInput.safeParse(readJson(request) ?? {})
  if (!parsed.success) return reply(400, { error: z.prettifyError(parsed.error) })
  const done = controls.decideDevice(parsed.data.userCode ?? null, parsed.data.decision)
  return done ? reply(200, {}) : reply(404, { error: 'No user code is waiting.' })
}

const reply = (status: number, body: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
