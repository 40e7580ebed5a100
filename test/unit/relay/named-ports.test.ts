import { beforeEach, expect, it } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import { NamedPorts } from '#relay/engine/plugin/named-ports.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

let clock: ManualClock
let own: 'yes' | 'no' | 'unknown'
const opened: number[] = []
const distrusted: Problem[] = []

function namedPorts(): NamedPorts {
  return new NamedPorts({
    clock,
    isOwn: () => Promise.resolve(own),
    opened: (port) => opened.push(port),
    distrusted: (problem) => distrusted.push(problem),
  })
}

beforeEach(() => {
  clock = new ManualClock()
  opened.length = 0
  distrusted.length = 0
})

/** As the plugin's output is read: lines of one chunk come in one turn. */
async function name(...ports: readonly number[]): Promise<void> {
  const named = namedPorts()
  const judged = ports.map((port) => named.portNamed(port))
  await new Promise((resolve) => setImmediate(resolve))
  clock.pass(1_000)
  await Promise.all(judged)
}

it.each<['yes' | 'no' | 'unknown', readonly number[], readonly number[], readonly Problem[]]>([
  ['yes', [41_000], [41_000], []],
  ['unknown', [41_000], [41_000], []],
  ['no', [22], [], [{ code: 'AGENT_DISTRUSTED', details: { reason: 'foreign-port', port: 22 } }]],
  ['yes', [41_000, 41_000], [], [{ code: 'AGENT_DISTRUSTED', details: { reason: 'second-port', port: 41_000 } }]],
  ['unknown', [22, 41_000, 5], [], [{ code: 'AGENT_DISTRUSTED', details: { reason: 'second-port', port: 41_000 } }]],
])('of a port whose owner is %s, and %j named, believes %j', async (whose, ports, believed, problems) => {
  own = whose
  await name(...ports)
  expect(opened).toEqual(believed)
  expect(distrusted).toEqual(problems)
})

it('where nobody tells, waits a moment for a second port', async () => {
  own = 'unknown'
  const named = namedPorts()
  const judged = named.portNamed(22)
  await new Promise((resolve) => setImmediate(resolve))
  clock.pass(99)
  await new Promise((resolve) => setImmediate(resolve))
  expect(opened).toEqual([])
  void named.portNamed(41_000)
  clock.pass(1)
  await judged
  expect(opened).toEqual([])
  expect(distrusted).toHaveLength(1)
})

it('believes nothing once a socket was named', async () => {
  own = 'yes'
  const named = namedPorts()
  named.socketNamed()
  await named.portNamed(41_000)
  expect(opened).toEqual([])
  expect(distrusted).toEqual([{ code: 'AGENT_DISTRUSTED', details: { reason: 'socket' } }])
})
