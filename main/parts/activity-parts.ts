import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ActivityExport } from '#contract/activity.ts'
import type { CallHandlers } from '#contract/calls.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { ok } from '#domain/result.ts'
import { createActivityBook } from '#core/app/activity/activity-book.ts'
import { createActivityLog, type ActivityLog } from '#core/app/activity/activity-log.ts'
import { recordActivity } from '#core/app/activity/activity-recorder.ts'
import { recordTransfers } from '#core/app/activity/transfer-recorder.ts'
import type { ActivityFiles } from '#core/app/activity/ports.ts'
import type { Files } from '#core/app/files/files.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Log } from '#core/app/ports.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { createActivityFolder } from '#core/store/activity-folder.ts'
import { askPlace } from '../dialogs/ask-carefully.ts'

interface ActivityPartsDeps {
  /** Absolute. */
  readonly folder: string
  readonly supervisor: Pick<TunnelSupervisor, 'news' | 'trafficReport'>
  readonly shells: Pick<Shells, 'onChange' | 'onRemoved'>
  readonly identity: Pick<Identity, 'signIns' | 'ready'>
  readonly clock: Clock
  readonly log: Log
}

/** What happened is written down from when this is made. */
export interface ActivityParts {
  readonly files: ActivityFiles
  readonly activity: ActivityLog
  /** Hears of transfers, too, from now on. */
  hearFiles(files: Pick<Files, 'views' | 'onChange' | 'onRemoved'>): void
  /** Writes what is left; nothing is heard any more. */
  stop(): Promise<void>
}

const nothingCarried = { bytesIn: 0, bytesOut: 0 }

/** Starts to write down what happens. */
export function startActivity({ folder, supervisor, shells, identity, clock, log }: ActivityPartsDeps): ActivityParts {
  const files = createActivityFolder(folder)
  const activity = createActivityLog({ files, clock, log })
  const carriedBy = (id: string) => supervisor.trafficReport().tunnels[id] ?? nothingCarried
  const tunnels = { ...supervisor.news, carriedBy }
  const { signIns } = identity
  const stops = [recordActivity({ tunnels, shells, ...identity, activity, clock })]
  return {
    files,
    activity,
    hearFiles: (heard) => void stops.push(recordTransfers({ files: heard, signIns, activity, clock })),
    async stop() {
      for (const stop of stops) stop()
      await activity.flush()
    },
  }
}

type ActivityHandlers = Pick<CallHandlers, Extract<keyof CallHandlers, `activity.${string}`>>

/** What a window may ask of it; where an export goes is asked in main's own dialog. */
export function activityHandlersOf(
  { files, activity }: Pick<ActivityParts, 'files' | 'activity'>,
  clock: Clock,
  exportTitle: () => string,
): ActivityHandlers {
  const book = createActivityBook({
    files,
    flush: () => activity.flush(),
    trouble: () => activity.trouble(),
    breathe: () => nextTurn(),
  })
  return {
    'activity.list': async ({ from, ...filter }) => ok(await book.list(filter, from)),
    'activity.export': async ({ as, programs, sessionIds, hosts, ...filter }) => {
      const wish: ActivityExport = { as, programs, sessionIds, hosts }
      const day = new Date(clock.now()).toISOString().slice(0, 10)
      const path = await askPlace(exportTitle(), `culvert-activity-${day}.${as}`)
      if (path === null) return ok({ saved: false })
      const written = await book.export(filter, wish, path)
      return written.ok ? ok({ saved: true }) : written
    },
  }
}
