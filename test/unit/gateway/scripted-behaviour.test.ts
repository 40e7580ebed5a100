import { describe, expect, it } from 'vitest'
import { behaviour } from '#sandbox/faults/behaviour.ts'
import { fault } from '#sandbox/faults/fault.ts'
import { realBehaviour } from '#sandbox/gateway/index.ts'

describe('what a scripted world can say about sessions', () => {
  // Where its programs are is known to the sandbox alone.
  const { tamper: _tamper, programFolder: _programFolder, ...data } = realBehaviour

  it('is everything but a function and a folder', () => {
    expect(Object.keys(behaviour.shape).toSorted()).toEqual(Object.keys(data).toSorted())
  })

  it('is what a session without faults does, among others', () => {
    expect(behaviour.parse(data)).toEqual(data)
  })

  it('fills up noise', () => {
    const parsed = behaviour.parse({ noise: { drop: 0.1 } })
    expect(parsed.noise).toEqual({ drop: 0.1, duplicate: 0, reorder: 0, loseAcknowledgements: 0, after: 0, seed: 1 })
  })

  it.each([
    { behaviour: { payloadBites: 1 } },
    { behaviour: { noise: { drop: 2 } } },
    { behaviour: { agentVersion: '3.3' } },
    { behaviour: { malformed: ['shrot'] } },
    { behaviour: { handshake: 'firm' } },
  ])('is no nonsense: %o', (nonsense) => {
    expect(fault.safeParse({ kind: 'agent', ...nonsense }).success).toBe(false)
    expect(fault.safeParse({ kind: 'agent', behaviour: {} }).success).toBe(true)
  })
})
