import { describe, expect, it } from 'vitest'
import { createExposureHandlers } from '../../../main/handlers/exposure-handlers.ts'
import type { ExposedPlace } from '#contract/exposure.ts'
import { fail, ok } from '#domain/result.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

const tunnel = sampleTunnel()
const { id } = tunnel
const place: ExposedPlace = { address: '192.168.1.7', interfaceName: 'eth0', network: '192.168.1.0/24' }
const window = { window: '1' }

function handlersWith(choose: () => Promise<ExposedPlace | null>, places = [place]) {
  const opened: ExposedPlace[] = []
  const handlers = createExposureHandlers({
    choose,
    tunnels: {
      exposable: () => (places.length === 0 ? fail('EXPOSURE_REFUSED', { why: 'no-network' }) : ok({ tunnel, places })),
      expose: async (_, chosen) => {
        opened.push(chosen)
        return ok(undefined)
      },
      conceal: async () => ok(undefined),
    },
  })
  return { opened, expose: () => handlers['tunnel.expose']({ id }, window) }
}

describe('the call that has a tunnel opened to a network', () => {
  it('opens what the person has chosen in main’s dialog', async () => {
    const { expose, opened } = handlersWith(async () => place)
    expect(await expose()).toEqual(ok(undefined))
    expect(opened).toEqual([place])
  })

  it('opens nothing when the dialog is closed, or there is nothing to ask', async () => {
    const closed = handlersWith(async () => null)
    expect(await closed.expose()).toEqual(ok(undefined))
    const nowhere = handlersWith(async () => place, [])
    expect(await nowhere.expose()).toMatchObject({ ok: false })
    expect([...closed.opened, ...nowhere.opened]).toEqual([])
  })

  it('shows one dialog at a time, however often a page asks', async () => {
    let answer: (chosen: ExposedPlace | null) => void = () => {}
    let asked = 0
    const { expose, opened } = handlersWith(() => {
      asked += 1
      return new Promise((resolve) => (answer = resolve))
    })
    const first = expose()
    const second = expose()
    expect(asked).toBe(1)
    answer(null)
    expect(await Promise.all([first, second])).toEqual([ok(undefined), ok(undefined)])
    expect([asked, opened.length]).toEqual([1, 0])
    void expose()
    expect(asked).toBe(2)
  })
})
