import type { ShellView } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { openConnections } from '#domain/ending/ending.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import type { Messages } from '#words/messages.ts'

/** What the tray and the menus can ask for that ends connections. */
export type AskedOutside = 'disarm' | 'disconnect' | 'stop-all' | 'quit'

/** The question before connections are ended from outside the window: the tray, the menu bar. */
export interface EndingQuestion {
  readonly message: string
  readonly detail: string
  /** The safe answer first. */
  readonly buttons: readonly [keep: string, end: string]
}

/** What an order would end. */
export interface Losing {
  /** Those whose connections would. */
  readonly tunnels: readonly TunnelView[]
  /** Those in which something may run. */
  readonly shells: readonly ShellView[]
}

/** Words the question: what, how many, whose. */
export function endingQuestion(order: AskedOutside, { tunnels, shells }: Losing, words: Messages): EndingQuestion {
  const connections = openConnections(tunnels)
  const used = tunnels.filter(({ clients }) => clients.open > 0)
  const [first] = used
  const undoes = used.every(({ definition }) => kinds[definition.kind].undoes === 'unfinished')
  const { ending } = words
  return {
    message:
      connections === 0 && shells.length > 0
        ? ending.quitShells(shells.length)
        : ending.title[order](first === undefined ? '' : fullName(first), connections),
    detail: [
      ...(connections === 0 && shells.length > 0
        ? []
        : [
            undoes ? ending.rolledBack(connections) : ending.cutOff(connections),
            '',
            ...used.map((tunnel) => lineOf(tunnel, words)),
          ]),
      ...shellLines(shells, words),
    ].join('\n'),
    buttons: [ending.keep, ending.action[order](connections)],
  }
}

function shellLines(shells: readonly ShellView[], { ending }: Messages): readonly string[] {
  if (shells.length === 0) return []
  return [
    ending.shellsEnd(shells.length),
    '',
    ...shells.map(({ request, targetId }) => ending.shell(request.name, targetId)),
  ]
}

function lineOf({ route, clients, ...tunnel }: TunnelView, words: Messages): string {
  const programs = route[0].facts.programs.map(({ program, pid }) => `${program} (${words.ending.pid(pid)})`)
  return words.ending.line(fullName(tunnel), programs.join(words.listSeparator), words.connections(clients.open))
}
