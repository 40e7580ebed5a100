import { describe, expect, it } from 'vitest'
import { openContainers } from '#core/aws/ecs/best-container.ts'
import type { EcsContainer } from '#core/aws/ecs/containers.ts'

const container = (task: string, changes: Partial<EcsContainer> = {}): EcsContainer => ({
  cluster: 'ledger',
  task,
  container: 'app',
  service: 'worker',
  runtimeId: `${task}-1`,
  exec: 'on',
  agent: 'RUNNING',
  agentReason: null,
  fargate: '1.4.0',
  platform: 'Fargate 1.4.0',
  zone: null,
  system: 'linux',
  address: null,
  tags: [],
  ...changes,
})
const idOf = (task: string): string => `ecs:ledger_${task}_${task}-1`
const ids = (...asked: Parameters<typeof openContainers>) => {
  const found = openContainers(...asked)
  return found.ok ? found.value.map(({ id }) => id) : found.error
}

describe('the containers of a service', () => {
  it('are taken by the sessions that are open in them, those of equal number in the same order every time', () => {
    const tasks = [container('c'), container('b'), container('a')]
    expect(ids(tasks, new Map([[idOf('a'), 1]]))).toEqual([idOf('b'), idOf('c'), idOf('a')])
    expect(ids(tasks, null)).toEqual([idOf('a'), idOf('b'), idOf('c')])
  })

  it('are left out while they can not be opened', () => {
    const closed = [container('off', { exec: 'off', agent: null }), container('new', { agent: 'PENDING' })]
    expect(ids([...closed, container('unstarted', { runtimeId: null }), container('b')], null)).toEqual([idOf('b')])
    expect(ids([container('a'), container('b')], new Map([[idOf('a'), 2]]))).toEqual([idOf('b')])
  })
})

describe('why no container will do', () => {
  const old = { exec: 'off', agent: null, fargate: '1.3.0', platform: 'Fargate 1.3.0' } as const

  it.each([
    ['EXEC_SESSIONS_FULL', { open: 2 }, [container('a'), container('b', { exec: 'off' })], new Map([[idOf('a'), 2]])],
    [
      'EXEC_AGENT_NOT_RUNNING',
      { task: 'b', reason: 'stopped' },
      [container('a', { exec: 'off' }), container('b', { agent: 'STOPPED', agentReason: 'stopped' })],
      null,
    ],
    ['EXEC_NOT_ENABLED', { task: 'b' }, [container('a', old), container('b', { exec: 'off', agent: null })], null],
    ['EXEC_UNSUPPORTED', { task: 'a', platform: 'Fargate 1.3.0' }, [container('a', old)], null],
  ] as const)('is %s', (code, details, containers, sessions) => {
    expect(ids(containers, sessions)).toMatchObject({
      code,
      details: { cluster: 'ledger', container: 'app', ...details },
    })
  })

  it('is not the platform where that is not a version', () => {
    expect(ids([container('a', { ...old, fargate: 'LATEST' })], null)).toMatchObject({ code: 'EXEC_NOT_ENABLED' })
  })
})
