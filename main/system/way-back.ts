import type { RunProgram } from '#core/app/ports.ts'

/** How somebody gets a closed window back. */
export type WayBack = 'menu-bar' | 'tray' | 'start-again'

/** Most the question to the desktop may take, in ms. */
const limitMs = 2_000

/** The part of a Linux desktop that collects icons says whether anybody shows them (freedesktop's StatusNotifierItem). */
const question = [
  'call',
  '--session',
  '--dest=org.kde.StatusNotifierWatcher',
  '--object-path=/StatusNotifierWatcher',
  '--method=org.freedesktop.DBus.Properties.Get',
  'org.kde.StatusNotifierWatcher',
  'IsStatusNotifierHostRegistered',
] as const

/** Whether there is a tray to point to. A Linux desktop without one has the icon nowhere, and no event tells. */
export async function findWayBack(platform: NodeJS.Platform, run: RunProgram): Promise<WayBack> {
  if (platform === 'darwin') return 'menu-bar'
  if (platform === 'win32') return 'tray'
  const answer = await run('/usr/bin/gdbus', [...question], limitMs)
  return answer.kind === 'exited' && answer.code === 0 && answer.output.includes('true') ? 'tray' : 'start-again'
}
