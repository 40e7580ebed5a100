import { expect, test } from 'vitest'
import { tunnelKind } from '#contract/tunnel.ts'
import { kindOfPort, kindOfScheme, kinds } from '#domain/kinds/kinds.ts'
import { en } from '#words/en/index.ts'

test('every kind has a badge, a first local port and a name of its own', () => {
  const rows = tunnelKind.options.map((kind) => kinds[kind])
  for (const values of [rows.map((row) => row.badge), rows.map((row) => String(row.localPort))])
    expect(new Set(values).size).toBe(rows.length)
  expect(new Set(tunnelKind.options.map((kind) => en.kinds[kind])).size).toBe(rows.length)
  for (const row of rows) expect(String(row.localPort)).toMatch(/^\d{4}$/)
})

test('no two kinds claim a scheme or a port', () => {
  const schemes = tunnelKind.options.flatMap((kind) => Object.keys(kinds[kind].schemes))
  const ports = tunnelKind.options.flatMap((kind) => kinds[kind].tellingPorts)
  expect(new Set(schemes).size).toBe(schemes.length)
  expect(new Set(ports).size).toBe(ports.length)
  expect(kindOfScheme('rediss')).toEqual({ kind: 'redis', port: 6_379 })
  expect(kindOfScheme('https')).toBeNull()
  expect([kindOfPort(5_439), kindOfPort(443)]).toEqual(['postgresql', undefined])
})
