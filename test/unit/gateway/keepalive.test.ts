import { describe, expect, it } from 'vitest'
import { keepaliveOf } from '#sandbox/gateway/agent/keepalive.ts'

describe('the multiplexer’s keepalive', () => {
  it.each([
    ['3.1.1445.0', '1.2.677.0', 'on'],
    ['3.1.1446.0', '1.2.0.0', 'off'],
    ['3.1.1574.0', '1.2.0.0', 'off'],
    ['3.1.1575.0', '1.2.331.0', 'on'],
    ['3.1.1575.0', '1.2.332.0', 'off'],
    ['3.3.987.0', '1.2.0.0', 'on'],
    ['3.3.987.0', '1.2.677.0', 'off'],
  ] as const)('agent %s with client %s: %s', (agentVersion, clientVersion, keepalive) => {
    expect(keepaliveOf({ behaviour: { keepalive: 'by-version' }, agentVersion, clientVersion })).toBe(keepalive)
    expect(keepaliveOf({ behaviour: { keepalive: 'on' }, agentVersion, clientVersion })).toBe('on')
    expect(keepaliveOf({ behaviour: { keepalive: 'off' }, agentVersion, clientVersion })).toBe('off')
  })
})
