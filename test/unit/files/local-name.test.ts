import { basename, join, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localName, numberedName, partName } from '#domain/far-path/local-name.ts'

const folder = '/home/mika/Downloads'

describe('what a far name becomes here', () => {
  test('is always one name in the folder that was chosen', () => {
    const pieces = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      ':',
      'C:',
      'con',
      'nul.txt',
      '\0',
      '\n',
      '\u202e',
      ' ',
      'a',
      '日本',
    )
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(names, (name) => {
        const own = localName(name)
        expect(join(folder, basename(own))).toBe(join(folder, own))
        expect(join(folder, own).startsWith(`${folder}/`)).toBe(true)
        expect(win32.basename(own)).toBe(own)
        expect(['.', '..', ''].includes(own)).toBe(false)
        expect(Buffer.byteLength(partName(numberedName(own, 2)))).toBeLessThanOrEqual(255)
      }),
    )
  })

  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../.ssh/authorized_keys', '.._.._.ssh_authorized_keys'],
    ['..', '__'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['file:stream', 'file_stream'],
    ['CON', '_CON'],
    ['nul.tar.gz', '_nul.tar.gz'],
    ['COM1', '_COM1'],
    ['console', 'console'],
    ['ends. ', 'ends__'],
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['line\nend', 'line_end'],
    ['', '_'],
  ])('%j is %j', (name, own) => {
    expect(localName(name)).toBe(own)
  })

  test('a long name keeps its extension', () => {
    const own = localName(`${'あ'.repeat(200)}.tar`)
    expect(own.endsWith('.tar')).toBe(true)
    expect(own).not.toContain('\uFFFD')
  })

  test('a second one has a number before its extension', () => {
    expect([numberedName('a.tar.gz', 2), numberedName('.env', 3), numberedName('x', 2)]).toEqual([
      'a.tar (2).gz',
      '.env (3)',
      'x (2)',
    ])
  })
})
