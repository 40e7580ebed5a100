import { describe, expect, it } from 'vitest'
import type { ProgramRun } from '#core/app/ports.ts'
import { createSignatureCheck } from '#core/system/program-signature.ts'

function check(platform: NodeJS.Platform, answer: ProgramRun, file = '/opt/plugin') {
  const asked: string[][] = []
  const run = async (program: string, args: readonly string[]): Promise<ProgramRun> => {
    asked.push([program, ...args])
    return answer
  }
  const checked = createSignatureCheck(platform, { SystemRoot: 'C:\\Windows' }, run)(file)
  return checked.then((result) => ({ result: result.ok ? 'fine' : result.error.details, asked }))
}

const said = (code: number, output: string, complaint = ''): ProgramRun => ({ kind: 'exited', code, output, complaint })

describe('the signature of a program', () => {
  it.each([
    ['darwin', 'fits', said(0, ''), 'fine'],
    ['darwin', 'is not there', said(1, '', '/opt/plugin: code object is not signed at all'), 'fine'],
    ['darwin', 'does not fit', said(1, '', '/opt/plugin: invalid signature'), 'broken'],
    ['win32', 'fits', said(0, 'Valid\r\n'), 'fine'],
    ['win32', 'is not there', said(0, 'NotSigned\r\n'), 'fine'],
    ['win32', 'does not fit', said(0, 'HashMismatch\r\n'), 'broken'],
    ['win32', 'is of nobody trusted', said(0, 'NotTrusted\r\n'), 'broken'],
    ['win32', 'can not be asked for', { kind: 'not-started', errorCode: 'ENOENT' }, 'fine'],
  ] as const)('on %s %s', async (platform, _, answer, outcome) => {
    const { result } = await check(platform, answer)
    if (outcome === 'fine') expect(result).toBe('fine')
    else expect(result).toMatchObject({ path: '/opt/plugin', reason: 'signature-broken' })
  })

  it('is asked for by the system’s own program, and a path says nothing to PowerShell', async () => {
    const { asked } = await check('win32', said(0, 'Valid'), "C:\\it's $(calc) here\\plugin.exe")
    expect(asked[0]?.[0]).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
    expect(asked[0]?.at(-1)).toBe(
      "(Get-AuthenticodeSignature -LiteralPath 'C:\\it''s $(calc) here\\plugin.exe').Status",
    )
  })

  it('is nothing that Linux knows', async () => {
    expect(await check('linux', said(1, ''))).toEqual({ result: 'fine', asked: [] })
  })
})
