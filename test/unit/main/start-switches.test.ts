import { describe, expect, it } from 'vitest'
import { cloudOf, environmentOf } from '../../../main/system/build.ts'
import { refusedStart, type StartFacts } from '../../../main/system/start-switches.ts'

const startedWith = (name: string, part: Partial<StartFacts> = {}) =>
  refusedStart({ build: 'packaged', user: 'other', hasSwitch: (asked) => asked === name, ...part })

describe('an installed app', () => {
  it.each([
    'no-sandbox',
    'disable-setuid-sandbox',
    'disable-namespace-sandbox',
    'disable-seccomp-filter-sandbox',
    'single-process',
    'allow-sandbox-debugging',
  ])('does not start outside the sandbox: --%s', (name) =>
    expect(startedWith(name)).toEqual({ reason: 'without-sandbox', switch: name }),
  )

  it.each([
    'remote-debugging-port',
    'remote-debugging-pipe',
    'remote-debugging-address',
    'remote-allow-origins',
    'inspect',
    'inspect-brk',
    'inspect-port',
    'enable-automation',
    'js-flags',
    'load-extension',
    'renderer-cmd-prefix',
    'utility-cmd-prefix',
    'gpu-launcher',
    'blink-settings',
    'disable-web-security',
    'disable-site-isolation-trials',
    'allow-file-access-from-files',
    'allow-running-insecure-content',
    'unsafely-treat-insecure-origin-as-secure',
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list',
    'host-rules',
    'host-resolver-rules',
    'proxy-server',
    'proxy-pac-url',
    'proxy-bypass-list',
    'force-webrtc-ip-handling-policy',
  ])('does not start opened up: --%s', (name) =>
    expect(startedWith(name)).toEqual({ reason: 'opened-up', switch: name }),
  )

  it('starts with switches of the desktop', () => {
    for (const name of ['ozone-platform', 'user-data-dir', 'force-device-scale-factor', 'disable-gpu', 'lang'])
      expect(startedWith(name)).toBeNull()
  })

  it('starts without a sandbox for root alone, whom Chromium gives none; opened up for nobody', () => {
    expect(startedWith('no-sandbox', { user: 'root' })).toBeNull()
    expect(startedWith('remote-debugging-port', { user: 'root' })).toMatchObject({ reason: 'opened-up' })
  })

  it('knows no variable of tests, in any case', () => {
    const given = { CULVERT_SANDBOX: '1', culvert_session_manager_plugin: '/tmp/x', AWS_PROFILE: 'mine' }
    expect(environmentOf('packaged', given)).toEqual({ AWS_PROFILE: 'mine' })
    expect(cloudOf(environmentOf('packaged', given))).toBe('aws')
    expect(cloudOf(environmentOf('development', given))).toBe('sandbox')
  })
})

it('a copy built from source starts with any switch', () => {
  for (const name of ['no-sandbox', 'remote-debugging-port'])
    expect(startedWith(name, { build: 'development' })).toBeNull()
})
