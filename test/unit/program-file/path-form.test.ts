import { describe, expect, it } from 'vitest'
import { pathForm } from '#domain/program-file/path-form.ts'

describe('the path of a program', () => {
  it.each([
    '\\\\server\\share\\plugin.exe',
    '//server/share/plugin.exe',
    '\\/server\\share\\plugin.exe',
    '\\\\?\\C:\\plugin.exe',
    '\\\\.\\pipe\\plugin',
    'C:\\tools\\NUL',
    'C:\\tools\\com1.exe',
    'C:\\aux\\plugin.exe',
    'C:\\tools\\plugin.exe:hidden',
    'C:\\tools\\plugin\0.exe',
  ])('is refused on Windows: %j', (path) => expect(pathForm(path, 'win32')).toBe('refused'))

  it.each(['/dev/stdin', '/proc/self/exe', '/sys/plugin', '//dev/stdin', '//server/plugin', '/opt/\0'])(
    'is refused elsewhere: %j',
    (path) => expect(pathForm(path, 'posix')).toBe('refused'),
  )

  it.each([
    ['win32', 'plugin.exe'],
    ['win32', '\\tools\\plugin.exe'],
    ['win32', 'C:plugin.exe'],
    ['posix', 'session-manager-plugin'],
    ['posix', './plugin'],
    ['posix', '~/plugin'],
  ] as const)('is not a full one on %s: %s', (platform, path) => expect(pathForm(path, platform)).toBe('not-absolute'))

  it.each([
    ['win32', 'C:\\Program Files\\Amazon\\SessionManagerPlugin\\bin\\session-manager-plugin.exe'],
    ['win32', 'd:/tools/console.exe'],
    ['posix', '/usr/local/sessionmanagerplugin/bin/session-manager-plugin'],
    ['posix', '/opt/device/procession'],
  ] as const)('is fine on %s: %s', (platform, path) => expect(pathForm(path, platform)).toBe('fine'))
})
