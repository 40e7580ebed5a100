import { describe, expect, it, vi } from 'vitest'
import type { CertificateFault } from '#contract/proxy-problems.ts'
import { createCertificateFile } from '#core/app/network/certificate-file.ts'
import { createSettingsBook } from '#core/app/settings/settings-book.ts'
import { fail, ok } from '#domain/result.ts'
import { fixtureSnapshot } from '#test/support/snapshot-fixtures.ts'
import { wallClock } from '#test/support/wall-clock.ts'

const path = '/home/mika/corp-root.pem'
const holds = { certificates: 1, expiresAt: 4_000_000_000_000 }

function openDesk() {
  let fault: CertificateFault | null = null
  const settings = createSettingsBook(fixtureSnapshot().settings, { save: async () => ok(undefined) })
  const read = vi.fn(async (asked: string) =>
    fault === null ? ok(holds) : fail('CERTIFICATE_FILE_UNUSABLE', { path: asked, reason: fault }),
  )
  const desk = createCertificateFile({ settings, read, clock: wallClock })
  return { desk, settings, breaks: (next: CertificateFault | null) => (fault = next) }
}

describe('the file of authorities in the settings', () => {
  it('is taken when it can be used', async () => {
    const { desk } = openDesk()
    expect(await desk.look()).toBeNull()
    expect(await desk.take(path)).toMatchObject({ ok: true })
    expect(desk.path()).toBe(path)
    expect(await desk.look()).toEqual({ path, holds, fault: null })
  })

  it('that can not be used is not taken, and the one before stays', async () => {
    const { desk, breaks } = openDesk()
    await desk.take(path)
    breaks('expired')
    expect(await desk.take('/tmp/old.pem')).toMatchObject({
      error: { code: 'CERTIFICATE_FILE_UNUSABLE', details: { path: '/tmp/old.pem', reason: 'expired' } },
    })
    expect(desk.path()).toBe(path)
    expect(desk.problems.current()).toEqual([])
  })

  it('that breaks later is told by name until it is whole again, or given up', async () => {
    const { desk, breaks } = openDesk()
    const told = vi.fn()
    desk.problems.onChange(told)
    await desk.take(path)
    breaks('unreadable')
    expect(await desk.look()).toEqual({ path, holds: null, fault: 'unreadable' })
    await desk.look()
    expect(desk.problems.current()).toMatchObject([{ details: { path, reason: 'unreadable' } }])
    expect(told).toHaveBeenCalledTimes(1)
    breaks(null)
    await desk.look()
    expect(desk.problems.current()).toEqual([])
    breaks('expired')
    await desk.look()
    await desk.forget()
    expect([desk.path(), desk.problems.current()]).toEqual([null, []])
  })
})
