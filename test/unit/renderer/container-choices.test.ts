import { describe, expect, it } from 'vitest'
import {
  clusterChoices,
  containerChoices,
  serviceChoices,
  withOnly,
} from '../../../renderer/features/new-tunnel/container-choices.ts'
import { messagesOf } from '#words/messages.ts'

const words = messagesOf('en')
const open = [{ name: 'app', state: 'open' as const }]
const services = [
  { cluster: 'ledger', name: 'migrate', tasks: 1, containers: [{ name: 'app', state: 'exec-off' as const }] },
  { cluster: 'ledger', name: 'report', tasks: 0, containers: [] },
  { cluster: 'ledger', name: 'worker', tasks: 2, containers: open },
  {
    cluster: 'platform',
    name: 'api',
    tasks: 1,
    containers: [...open, { name: 'proxy', state: 'exec-agent' as const }],
  },
]
const typed = (cluster: string, service = '', container = '') => ({ cluster, service, container })
const noted = (choices: ReturnType<typeof clusterChoices>) =>
  choices.map(({ name, open: can, note }) => [name, can, note])

describe('what can be chosen', () => {
  it('is a cluster with its services', () => {
    expect(noted(clusterChoices(services, words))).toEqual([
      ['ledger', null, '3 services'],
      ['platform', null, '1 service'],
    ])
  })

  it('is a service of the cluster, those that can be opened first, the others with what keeps them closed', () => {
    expect(noted(serviceChoices(services, typed(' ledger '), words))).toEqual([
      ['worker', true, '2 tasks, exec on'],
      ['migrate', false, 'Exec off'],
      ['report', false, 'No task running'],
    ])
    expect(serviceChoices(services, typed('elsewhere'), words)).toEqual([])
  })

  it('is a container of the service', () => {
    expect(noted(containerChoices(services, typed('platform', 'api'), words))).toEqual([
      ['app', true, ''],
      ['proxy', false, 'Exec agent down'],
    ])
  })
})

describe('what follows from a choice', () => {
  it('is the only service of a cluster, and no container where there are two', () => {
    expect(withOnly(services, typed('platform'))).toEqual(typed('platform', 'api'))
  })

  it('is the only container of a service', () => {
    expect(withOnly(services, typed('ledger', 'worker'))).toEqual(typed('ledger', 'worker', 'app'))
    expect(withOnly(services, typed('ledger'))).toEqual(typed('ledger'))
  })
})
