import { fullName } from '#domain/tunnel-text/full-name.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import { tunnelRequestOf } from '#domain/access-request/tunnel-request.ts'
import { now, sampleTunnel } from '../domain/sample-tunnels.ts'
import { settle } from './fakes.ts'
import { setStage } from './stage.ts'

const saved = sampleTunnel({ armed: true })

async function requestAfter(problem: Problem) {
  const { supervisor, sessions, relay } = await setStage(saved)
  sessions.startProblem = problem
  relay.tell({ type: 'client-waiting', tunnelId: saved.id })
  await settle()
  const [view] = supervisor.views()
  if (view === undefined) throw new Error('no tunnel')
  return tunnelRequestOf(view, now)
}

describe('the request for an administrator', () => {
  it('is about the problem of now, and the node that the failed attempt found', async () => {
    const request = await requestAfter(sampleProblem('ACCESS_DENIED'))
    expect(request).toMatchObject({
      subject: { of: 'tunnel', name: fullName(saved) },
      code: 'ACCESS_DENIED',
      need: { kind: 'permission', action: 'ssm:StartSession' },
      scope: { targetId: 'i-0ab3f29c81d7e4402' },
    })
  })

  it('is not there where no letter would help', async () => {
    expect(await requestAfter(sampleProblem('CLOCK_SKEWED'))).toBeNull()
  })
})
