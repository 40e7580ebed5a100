import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import { createLocalPorts } from '#core/app/tunnels/local-ports.ts'
import { createTunnelHandlers } from '../../../main/handlers/tunnel-handlers.ts'
import { sampleSpec } from '../domain/sample-tunnels.ts'
import { settle } from '../tunnels/fakes.ts'
import { setStage } from '../tunnels/stage.ts'

const spec = sampleSpec({ armed: true })

async function requestAfter(problem: Problem, language: string): Promise<string> {
  const { supervisor, sessions, relay, ports } = await setStage(spec)
  sessions.startProblem = problem
  relay.tell({ type: 'client-waiting', tunnelId: spec.id })
  await settle()
  const localPorts = createLocalPorts(ports, supervisor.specs)
  const handlers = createTunnelHandlers({ supervisor, sessions, localPorts, language: () => language })
  const answer = await handlers['tunnel.request']({ id: spec.id })
  return answer.ok ? answer.value.text : answer.error.code
}

describe('the request for an administrator', () => {
  const denied = problemOf('ACCESS_DENIED', { operation: 'StartSession' })

  it('is a letter about the problem of now, in the language of the user', async () => {
    const english = await requestAfter(denied, 'en')
    expect(english).toContain('Please allow ssm:StartSession')
    // The node that the failed attempt found.
    expect(english).toContain('instance/i-0ab3f29c81d7e4402')
    expect(await requestAfter(denied, 'ja')).toContain('ssm:StartSession の許可を追加してください')
  })

  it('is the diagnostics where no letter would help', async () => {
    expect(await requestAfter(problemOf('CLOCK_SKEWED'), 'en')).toMatch(/^Culvert diagnostics/)
  })
})
