import { describe, expect, it } from 'vitest'
import { banOf } from '#core/store/port-probe/port-ban.ts'

/** As Windows prints it, in German; the numbers are what counts. */
const printed = `
Ausgeschlossener Protokoll-tcp-Portbereich

Startport    Endport
----------    --------
      5357        5357
     50000       50059     *
     54321       54420

* - Verwaltete Portausschlüsse.
`

describe('a port that nobody may listen on', () => {
  it('is one that only an administrator’s programs may have, where the system knows such ports', async () => {
    const ask = async (): Promise<string> => Promise.reject(new Error('nobody is asked'))
    expect(await banOf(443, 'linux', ask)).toEqual({ by: 'privileged' })
    expect(await banOf(1_024, 'darwin', ask)).toEqual({ by: 'unknown' })
  })

  it('is in a range that Windows keeps for itself', async () => {
    const asked: string[] = []
    const ask = async (tool: string, args: readonly string[]): Promise<string | null> => {
      asked.push([tool, ...args].join(' '))
      return args.includes('ipv4') ? printed : null
    }
    expect(await banOf(50_059, 'win32', ask)).toEqual({ by: 'reserved', first: 50_000, last: 50_059 })
    expect(await banOf(50_060, 'win32', ask)).toEqual({ by: 'unknown' })
    expect(await banOf(5_357, 'win32', ask)).toEqual({ by: 'reserved', first: 5_357, last: 5_357 })
    expect(asked).toContain('netsh interface ipv4 show excludedportrange protocol=tcp')
    expect(await banOf(80, 'win32', async () => null)).toEqual({ by: 'unknown' })
  })
})
