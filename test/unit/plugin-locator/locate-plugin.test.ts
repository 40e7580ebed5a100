import { describe, expect, it } from 'vitest'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProgramRun } from '#core/app/ports.ts'
import {
  locatePlugin,
  type LocatedPlugin,
  type PluginExamination,
  type PluginSearch,
} from '#core/aws/plugin-locator/locate-plugin.ts'
import { installedPaths, pathsOnPath } from '#core/aws/plugin-locator/plugin-paths.ts'
import { pluginAt, unsigned } from '#test/support/official-plugin.ts'
import { pluginStateOf } from '#core/aws/plugin-locator/plugin-state.ts'

const missing: ProgramRun = { kind: 'not-started', errorCode: 'ENOENT' }

type Given = Partial<PluginSearch> & Partial<Pick<PluginExamination, 'checkSignature'>>

/** A path that is not among the files is not there. */
function search(files: Readonly<Record<string, ProgramRun>>, { checkSignature = unsigned, ...given }: Given = {}) {
  const asked: string[] = []
  const run: PluginExamination['run'] = async (path, args) => {
    asked.push(`${path} ${args.join(' ')}`)
    return files[path] ?? missing
  }
  const found = locatePlugin(
    {
      setting: null,
      platform: 'linux',
      environment: {},
      where: 'everywhere',
      loginShellPath: async () => null,
      judge: async (path) => (path in files ? ok(path) : fail('ENGINE_NOT_FOUND', { path })),
      ...given,
    },
    { identify: async () => ok(pluginAt('', '').identity), checkSignature, run },
  )
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
    expect(result).toMatchObject({
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
    const looked: string[] = []
    const judge: PluginSearch['judge'] = async (path) => {
      looked.push(path)
      return fail('ENGINE_NOT_FOUND', { path })
    }
    await search({}, { loginShellPath, judge })
    expect(asked).toBe(1)
    expect(looked).toEqual([...new Set(looked)])
    expect(looked).toContain('/opt/tools/session-manager-plugin')
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
    expect(asked).toEqual([])
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

  it('runs nothing that was judged no good, and nothing with a broken signature', async () => {
    const files = { '/opt/mine': version('1.2.764.0') }
    const unusable = fail('ENGINE_UNUSABLE', { path: '/opt/mine', reason: 'writable-by-others' })
    const judged = await search(files, { setting: '/opt/mine', judge: async () => unusable })
    expect(judged).toEqual({ result: unusable, asked: [] })
    const broken = fail('ENGINE_UNUSABLE', { path: '/opt/mine', reason: 'signature-broken' })
    const signed = await search(files, { setting: '/opt/mine', checkSignature: async () => broken })
    expect(signed).toEqual({ result: broken, asked: [] })
  })

  it('leaves PATH and the login shell alone unless it is told to look everywhere', async () => {
    const loginShellPath = async () => expect.fail('the shell was asked')
    const found = await search(
      { '/opt/tools/session-manager-plugin': version('1.2.764.0') },
      { where: 'installed', environment: { PATH: '/opt/tools' }, loginShellPath },
    )
    expect(found.result).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND' } })
  })

  it('knows where Windows keeps it, and its Path', () => {
    const environment = { ProgramFiles: 'D:\\Programs', Path: 'C:\\tools;relative' }
    const machine = { platform: 'win32', environment } as const
    expect(installedPaths(machine)).toEqual([
      'D:\\Programs\\Amazon\\SessionManagerPlugin\\bin\\session-manager-plugin.exe',
    ])
    expect(pathsOnPath(machine, environment.Path)).toEqual(['C:\\tools\\session-manager-plugin.exe'])
  })
})

const located = (plugin: string) => ok({ ...pluginAt('/p', plugin), by: 'installed' } as const)

describe('what a look for the plugin means', () => {
  it.each<[string, Result<LocatedPlugin>, unknown]>([
    ['a good one', located('1.2.764.0'), { state: 'found', fitness: 'good', path: '/p' }],
    ['an old one', located('1.2.677.0'), { state: 'found', fitness: 'old' }],
    ['one that is too old', located('1.2.463.0'), { state: 'found', fitness: 'too-old' }],
    ['none anywhere', fail('ENGINE_NOT_FOUND', {}), { state: 'missing' }],
    ['no file at the chosen path', fail('ENGINE_NOT_FOUND', { path: '/p' }), { state: 'broken' }],
    ['no program', fail('ENGINE_UNUSABLE', { path: '/p', reason: 'not-executable' }), { state: 'broken' }],
  ])('%s', (_, located, state) => {
    expect(pluginStateOf(located)).toMatchObject(state as object)
  })
})
