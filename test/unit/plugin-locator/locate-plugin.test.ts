import { describe, expect, it } from 'vitest'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProgramRun } from '#core/app/ports.ts'
import { locatePlugin, type LocatedPlugin, type PluginSearch } from '#core/aws/plugin-locator/locate-plugin.ts'
import { pluginPaths } from '#core/aws/plugin-locator/plugin-paths.ts'
import { pluginStateOf } from '#core/aws/plugin-locator/plugin-state.ts'

const missing: ProgramRun = { kind: 'not-started', errorCode: 'ENOENT' }

function search(files: Readonly<Record<string, ProgramRun>>, given: Partial<PluginSearch> = {}) {
  const asked: string[] = []
  const run: PluginSearch['run'] = async (path, args) => {
    asked.push(`${path} ${args.join(' ')}`)
    return files[path] ?? missing
  }
  const found = locatePlugin({
    setting: null,
    platform: 'linux',
    environment: {},
    loginShellPath: async () => null,
    run,
    ...given,
  })
  return found.then((result) => ({ result, asked }))
}

const version = (output: string): ProgramRun => ({ kind: 'exited', code: 0, output })

describe('finding the plugin', () => {
  it('takes the one where AWS installs it before one on PATH', async () => {
    const files = {
      '/usr/local/sessionmanagerplugin/bin/session-manager-plugin': version('1.2.764.0\n'),
      '/home/dev/bin/session-manager-plugin': version('1.2.100.0\n'),
    }
    const { result } = await search(files, { environment: { PATH: '/home/dev/bin' } })
    expect(result).toEqual({
      ok: true,
      value: { path: '/usr/local/sessionmanagerplugin/bin/session-manager-plugin', version: '1.2.764.0' },
    })
  })

  it('goes on to the PATH of the login shell when the first candidates are broken', async () => {
    const files = {
      '/usr/local/bin/session-manager-plugin': version(''),
      '/opt/tools/session-manager-plugin': version('1.2.896.0'),
    }
    const { result } = await search(files, {
      environment: { PATH: '/usr/bin' },
      loginShellPath: async () => '/usr/bin:/opt/tools',
    })
    expect(result).toMatchObject({ ok: true, value: { path: '/opt/tools/session-manager-plugin' } })
  })

  it('asks the login shell only when nothing else answers, and tries no file twice', async () => {
    let asked = 0
    const loginShellPath = async (): Promise<string> => {
      asked += 1
      return '/usr/local/bin:/opt/tools'
    }
    await search({ '/usr/local/bin/session-manager-plugin': version('1.2.764.0') }, { loginShellPath })
    expect(asked).toBe(0)
    const { asked: files } = await search({}, { loginShellPath })
    expect(asked).toBe(1)
    expect(files).toEqual([...new Set(files)])
    expect(files).toContain('/opt/tools/session-manager-plugin --version')
  })

  it('tells a broken candidate when there is no other', async () => {
    const { result } = await search({ '/usr/local/bin/session-manager-plugin': version('Usage: …') })
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'ENGINE_UNUSABLE',
        details: { path: '/usr/local/bin/session-manager-plugin', reason: 'not-a-version' },
      },
    })
  })

  it('says ENGINE_NOT_FOUND when there is no file anywhere', async () => {
    expect((await search({})).result).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND' } })
  })

  it.each([
    ['setting', { setting: '/opt/mine' }],
    ['variable', { environment: { CULVERT_SESSION_MANAGER_PLUGIN: '/opt/mine' } }],
  ])('tries only the path that was given by %s', async (_, given) => {
    const { result, asked } = await search({ '/usr/local/bin/session-manager-plugin': version('1.2.764.0') }, given)
    expect(result).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND', details: { path: '/opt/mine' } } })
    expect(asked).toEqual(['/opt/mine --version'])
  })

  it.each<[string, ProgramRun, string]>([
    ['a text file', { kind: 'not-started', errorCode: 'EACCES' }, 'not-executable'],
    ['a program that prints nothing', version(''), 'not-a-version'],
    ['a program that exits with an error', { kind: 'exited', code: 3, output: '1.2.764.0' }, 'failed'],
    ['a program that hangs', { kind: 'timed-out' }, 'no-answer'],
  ])('names the trouble with %s', async (_, run, reason) => {
    const { result } = await search({ '/opt/mine': run }, { setting: '/opt/mine' })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_UNUSABLE', details: { path: '/opt/mine', reason } },
    })
  })

  it('refuses a relative path', async () => {
    const { result, asked } = await search({}, { setting: 'session-manager-plugin' })
    expect(result).toMatchObject({ ok: false, error: { details: { reason: 'not-absolute' } } })
    expect(asked).toEqual([])
  })

  it('knows where Windows keeps it, and its Path', () => {
    const environment = { ProgramFiles: 'D:\\Programs', Path: 'C:\\tools;relative' }
    expect(pluginPaths({ platform: 'win32', environment, loginShellPath: null })).toEqual([
      'D:\\Programs\\Amazon\\SessionManagerPlugin\\bin\\session-manager-plugin.exe',
      'C:\\tools\\session-manager-plugin.exe',
    ])
  })
})

describe('what a look for the plugin means', () => {
  it.each<[string, Result<LocatedPlugin>, unknown]>([
    ['a good one', ok({ path: '/p', version: '1.2.764.0' }), { state: 'found', fitness: 'good', path: '/p' }],
    ['an old one', ok({ path: '/p', version: '1.2.677.0' }), { state: 'found', fitness: 'old' }],
    ['one that is too old', ok({ path: '/p', version: '1.2.463.0' }), { state: 'found', fitness: 'too-old' }],
    ['none anywhere', fail('ENGINE_NOT_FOUND', {}), { state: 'missing' }],
    ['no file at the chosen path', fail('ENGINE_NOT_FOUND', { path: '/p' }), { state: 'broken' }],
    ['no program', fail('ENGINE_UNUSABLE', { path: '/p', reason: 'not-executable' }), { state: 'broken' }],
  ])('%s', (_, located, state) => {
    expect(pluginStateOf(located)).toMatchObject(state as object)
  })
})
