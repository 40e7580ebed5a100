import { describe, expect, it } from 'vitest'
import type { Occurrence } from '#domain/tunnel/event.ts'
import { clients, readyState, Story } from './story.ts'
import { closingSession, draining, readySession, startingSession, successor, tunnels } from './tunnel-states.ts'

describe('a session that is being stopped', () => {
  const stops: readonly (readonly [string, Occurrence, Occurrence])[] = [
    ['with the switch', { type: 'disarm' }, { type: 'door-closed' }],
    ['by the user', { type: 'disconnect-now' }, { type: 'session-stopped', sessionId: 's-1' }],
    ['for another route', { type: 'tunnel-edited', what: 'route' }, { type: 'session-stopped', sessionId: 's-1' }],
    ['for another port', { type: 'tunnel-edited', what: 'port' }, { type: 'door-closed' }],
  ]
  const terminates = { type: 'terminate-session', sessionId: 's-1' } as const

  it.each(stops)('%s is terminated with the word of the relay, and not before', (_why, order, word) => {
    const story = new Story(readyState, clients(1, 0)).then(order)
    expect(story.effects).not.toContainEqual(terminates)
    expect(story.then({ type: 'clients-changed' }).effects).not.toContainEqual(terminates)
    expect(story.then(word).effects).toContainEqual(terminates)
  })

  it.each(stops)('%s is terminated without it when the relay is silent', (_why, order) => {
    expect(new Story(readyState).then(order).untilDue().effects).toContainEqual(terminates)
  })

  it.each(stops)('%s is terminated at once when the relay is gone', (_why, order) => {
    const story = new Story(readyState).then(order, { type: 'relay-stopped', prospect: 'restarting' })
    expect(story.effects).toContainEqual(terminates)
  })

  it.each(stops)('%s, before it was ready, is no different', (_why, order, word) => {
    const connecting = tunnels.connecting(startingSession({ sessionId: 's-1' }))
    const story = new Story(connecting, { ...clients(0, 1), freshAttempt: 2 }).then(order)
    expect(story.effects).not.toContainEqual(terminates)
    expect(story.then(word).effects).toContainEqual(terminates)
  })

  it('is still waited for when the switch goes off meanwhile', () => {
    const story = new Story(readyState).then({ type: 'disconnect-now' }, { type: 'disarm' })
    expect(story.effects).not.toContainEqual(terminates)
    expect(story.then({ type: 'session-stopped', sessionId: 's-1' }).effects).toContainEqual(terminates)
    expect(story.phase).toMatchObject({ kind: 'stopping', then: 'off' })
    expect(story.then({ type: 'door-closed' }).effects).not.toContainEqual(terminates)
    expect(story.phase.kind).toBe('stopped')
  })

  it('is not the only one: all that the door has go with it, each with its own word', () => {
    const second = readySession({ sessionId: 's-2', attempt: 2 })
    const third = startingSession({ sessionId: 's-3', attempt: 3 })
    const fourth = closingSession({ sessionId: 's-4', attempt: 4, deadline: 1 })
    const many = tunnels.ready(readySession(), draining(second), successor(third), draining(fourth))
    const story = new Story(many).then({ type: 'disconnect-now' })
    const stopped = story.effects.flatMap((effect) => (effect.type === 'stop-session' ? [effect.sessionId] : []))
    expect(stopped).toEqual(['s-1', 's-2', 's-3'])
    expect(story.then({ type: 'session-stopped', sessionId: 's-2' }).effects).toContainEqual({
      type: 'terminate-session',
      sessionId: 's-2',
    })
    expect(story.phase.kind).toBe('closing')
    expect(story.then({ type: 'session-stopped', sessionId: 's-1' }).phase.kind).toBe('armed')
    story.then({ type: 'disarm' }, { type: 'door-closed' })
    const ended = story.effects.flatMap((effect) => (effect.type === 'terminate-session' ? [effect.sessionId] : []))
    expect(ended).toEqual(['s-3', 's-4'])
  })

  it('gets the time that the end of the program leaves it', () => {
    const story = new Story(readyState).then({ type: 'disarm', withinMs: 3_000 })
    expect(story.effects).toContainEqual({ type: 'close-door', deadlineMs: 3_000 })
  })
})
