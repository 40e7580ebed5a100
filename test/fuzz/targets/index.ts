import type { FuzzTarget } from '../engine/target.ts'
import { awsConfig } from './aws-config.ts'
import { catalog } from './catalog.ts'
import { closingTexts, controlPayloads } from './control-payloads.ts'
import { encryption } from './encryption.ts'
import { handshake } from './handshake.ts'
import { inbox } from './inbox.ts'
import { message } from './message.ts'
import { mux } from './mux.ts'
import { muxMemory } from './mux-memory.ts'
import { recordings } from './recordings.ts'
import { relayOrders } from './orders.ts'
import { pageUrls } from './page-urls.ts'
import { plantedTargets } from './planted.ts'
import { pluginOutput } from './plugin-output.ts'
import { pluginStream } from './plugin-stream.ts'
import { session } from './session.ts'
import { smuxFrames } from './smux-frames.ts'
import { tokenFiles } from './token-files.ts'

/** Every reader of what others wrote, nearest to the network first. */
export const targets: readonly FuzzTarget[] = [
  message,
  inbox,
  smuxFrames,
  mux,
  muxMemory,
  session,
  handshake,
  encryption,
  controlPayloads,
  closingTexts,
  pluginOutput,
  pluginStream,
  relayOrders,
  awsConfig,
  tokenFiles,
  catalog,
  recordings,
  pageUrls,
]

export const targetNames: readonly string[] = targets.map(({ name }) => name)

/** The target of that name, planted ones too. Throws when there is none. */
export function findTarget(name: string): FuzzTarget {
  const found = [...targets, ...plantedTargets].find((target) => target.name === name)
  if (found === undefined) throw new Error(`no target ${name}; there are ${targetNames.join(', ')}`)
  return found
}
