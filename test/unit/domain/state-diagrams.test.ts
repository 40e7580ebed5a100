import { describe, expect, it } from 'vitest'
import { edgesOf, mermaidOf } from '#test/support/state-diagram.ts'
import { isLive } from '#domain/session/state.ts'
import { transitionSession } from './session-alone.ts'
import type { TunnelEvent } from '#domain/tunnel/event.ts'
import { phaseOf } from '#domain/tunnel/phase.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { sampleContext, sampleEvents, sampleStates } from './sample-tunnels.ts'
import { sampleSessionEvents, sampleSessions } from './sample-sessions.ts'

const contexts = [
  sampleContext(),
  sampleContext({ clients: { open: 2, waiting: 1, lastAt: 0 } }),
  sampleContext({ online: false }),
  sampleContext({ sessionStart: 'manual', idleMs: null }),
]

/** What of an event tells apart where it leads. */
const nameOf = (event: TunnelEvent): string => (event.type === 'tunnel-edited' ? `${event.what}-changed` : event.type)

const document = `# States

The reducers in \`domain/session\` and \`domain/tunnel\` tried with every sample state and event of their tests: these are the steps
that lead to another kind of state. What a tunnel is doing is read off its door, its wish and the session that serves it
(\`domain/tunnel/phase.ts\`). This page is written by \`npx vitest run --project unit test/unit/domain/state-diagrams.test.ts -u\`,
and the same test fails when it is not what the reducers do.

## A session

${mermaidOf(
  edgesOf({
    states: sampleSessions,
    events: sampleSessionEvents,
    kindOf: ({ kind }) => kind,
    nameOf: ({ type }) => type,
    next: (state, event) => contexts.map((context) => transitionSession(state, event, context).state),
  }),
)}

## The far end of a session

${mermaidOf(
  edgesOf({
    states: sampleSessions.filter(isLive),
    events: sampleSessionEvents,
    kindOf: ({ endpoint }) => endpoint.kind,
    nameOf: ({ type }) => type,
    next: (state, event) =>
      contexts.map((context) => transitionSession(state, event, context).state).filter((after) => isLive(after)),
  }),
)}

## A tunnel

${mermaidOf(
  edgesOf({
    states: sampleStates,
    events: sampleEvents,
    kindOf: (state) => phaseOf(state).kind,
    nameOf,
    next: (state, event) => contexts.map((context) => transition(state, event, context).state),
  }),
)}
`

describe('the diagrams of the states', () => {
  it('are those of the reducers', async () => {
    await expect(document).toMatchFileSnapshot('../../../docs/states.md')
  })

  it('draw each step once, with all that make it', () => {
    const edges = edgesOf({
      states: ['off', 'on'],
      events: ['press', 'pull', 'look'],
      kindOf: (state) => state,
      nameOf: (event) => event,
      next: (state, event) => (event === 'look' ? [state] : [state === 'on' ? 'off' : 'on']),
    })
    expect(mermaidOf(edges).split('\n').slice(2, -1)).toEqual([
      '  off --> on: press, pull',
      '  on --> off: press, pull',
    ])
  })
})
