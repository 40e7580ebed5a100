import type { Build } from './build.ts'

/** Switches that leave the page outside Chromium's sandbox, or take a part of that away. */
const withoutSandbox = [
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'single-process',
  'allow-sandbox-debugging',
] as const

/**
 * Switches of Chromium, Electron and Node that let another program look into this one, run its code in it, or turn off what
 * protects the page. Tests use some of them. Those of Node are switched off by a fuse as well.
 */
const opening = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
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
] as const

/** Why an installed app does not start. `switch` is its name without the dashes. */
export interface RefusedStart {
  readonly reason: 'without-sandbox' | 'opened-up'
  readonly switch: string
}

/** What is known of a start. */
export interface StartFacts {
  readonly build: Build
  /** Chromium has no sandbox for root (containers, CI): there it has to be off. */
  readonly user: 'root' | 'other'
  hasSwitch(name: string): boolean
}

/** The first switch that an installed app is not started with, or null. In development any may be used. */
export function refusedStart({ build, user, hasSwitch }: StartFacts): RefusedStart | null {
  if (build === 'development') return null
  const unboxed = user === 'root' ? undefined : withoutSandbox.find(hasSwitch)
  if (unboxed !== undefined) return { reason: 'without-sandbox', switch: unboxed }
  const open = opening.find(hasSwitch)
  return open === undefined ? null : { reason: 'opened-up', switch: open }
}
