import { plainGuard } from '#test/support/door-guard.ts'
import { describe, expect, it } from 'vitest'
import { parseOrder } from '#relay/orders.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'

describe('orders', () => {
  it('are parsed', () => {
    const order = { type: 'open-door', tunnelId, port: 15432, kind: 'tcp', guard: plainGuard, clientWaitMs: 1_000 }
    expect(parseOrder(order)).toEqual({ ok: true, order })
  })

  it.each([
    ['nothing', undefined, 'none'],
    ['a text', 'open-door', 'none'],
    ['an unknown type', { type: 'format-disk' }, 'format-disk'],
    ['a type that is no text', { type: { secret: 1 } }, 'none'],
    [
      'a port out of range',
      { type: 'open-door', tunnelId, port: 65_536, kind: 'tcp', guard: plainGuard, clientWaitMs: 1 },
      'open-door',
    ],
    [
      'a tunnel that is no id',
      { type: 'open-door', tunnelId: '../x', port: 1, kind: 'tcp', guard: plainGuard, clientWaitMs: 1 },
      'open-door',
    ],
  ])('that are %s are refused', (_, message, orderType) => {
    expect(parseOrder(message)).toMatchObject({ ok: false, orderType })
  })

  it('are refused without a word of what they carry', () => {
    const pass = {
      tokenValue: 'SECRET-TOKEN',
      streamUrl: 'javascript:SECRET-URL',
      upgradeHeaders: { Authorization: 1 },
    }
    const refused = parseOrder({ type: 'renew-pass', tunnelId, sessionId: 's', pass })
    expect(refused).toMatchObject({ ok: false, orderType: 'renew-pass' })
    expect(JSON.stringify(refused)).not.toContain('SECRET')
  })
})
