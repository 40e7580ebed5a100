import type { BegunTransfers, DroppedFiles, FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { fail } from '#domain/result.ts'
import type { Services } from './services.ts'
import { bastionOf } from './shell-actions.ts'

/** The files of what a shell is, or would be, opened on. */
function filesOf({ profile, region, target, name, environment, engine, tunnel }: ShellRequest): FileRequest {
  const ways = { ...(engine === undefined ? {} : { engine }), ...(tunnel === undefined ? {} : { tunnel }) }
  return { profile, region, target, name, environment, ...ways }
}

/** Files of targets, from wherever somebody wants them. */
export function fileActions({ client, view }: Services, report: (problem: Problem) => void) {
  const openFiles = (request: ShellRequest): void =>
    view.setState({ wantedFiles: filesOf(request), screen: { name: 'shells' } })
  return {
    openFiles,
    /** Those of a tunnel's bastion; without a way there, where to is asked. */
    filesOn: (tunnel: TunnelView): void => {
      const request = bastionOf(tunnel)
      if (request === null) view.setState({ wantedShell: 'choose', screen: { name: 'shells' } })
      else openFiles(request)
    },
    /** Sends what a person dropped on the window. */
    drop: async (place: Pick<DroppedFiles, 'id' | 'into'>, files: readonly File[]): Promise<BegunTransfers | null> => {
      const answer = await client.drop(place, files).catch(() => fail('INTERNAL', {}))
      if (answer.ok) return answer.value
      report(answer.error)
      return null
    },
  }
}
