import { watchPower } from '../system/power.ts'
import type { Cloud } from '../system/build.ts'
import type { ControlPlane } from './control-plane.ts'

/** Tells tunnels, shells and file sessions when the computer sleeps and wakes, and when its network comes and goes; returns how that ends. */
export function watchWorld(
  { supervisor, shells, fileParts }: Pick<ControlPlane, 'supervisor' | 'shells' | 'fileParts'>,
  cloud: Cloud,
) {
  const all = [supervisor, shells, fileParts.files]
  return watchPower(
    {
      slept: () => all.forEach((each) => each.slept()),
      woke: () => all.forEach((each) => each.woke()),
      onlineChanged: (online) => all.forEach((each) => each.setOnline(online)),
    },
    cloud,
  )
}
