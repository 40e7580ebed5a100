import type { TunnelView } from '#contract/snapshot.ts'
import { openConnections } from '#domain/ending/ending.ts'
import type { Outstanding } from '#domain/ending/outstanding.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import type { Messages } from '#words/messages.ts'

/** What the tray and the menus can ask for that ends connections. */
export type AskedOutside = 'disarm' | 'disconnect' | 'stop-all' | 'quit'

/** The answer to such a question; `wait`, which only the end of the app offers: once everything has ended by itself. */
export type EndingAnswer = 'keep' | 'wait' | 'end'

/** The question before connections are ended from outside the window: the tray, the menu bar. */
export interface EndingQuestion {
  readonly message: string
  readonly detail: string
  /** The safe answer first. */
  readonly buttons: readonly { readonly label: string; readonly answer: EndingAnswer }[]
}

/** Words the question: what, how many, whose. */
export function endingQuestion(order: AskedOutside, losing: Outstanding, words: Messages): EndingQuestion {
  const { ending } = words
  const connections = openConnections(losing.tunnels)
  const end = { label: ending.action[order](connections), answer: 'end' } as const
  const wait = order === 'quit' ? [{ label: ending.quitWhenFinished, answer: 'wait' } as const] : []
  return {
    message: titleOf(order, losing, words),
    detail: [tunnelLines(losing, words), shellLines(losing, words), transferLines(losing, words)]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    buttons: [{ label: ending.keep, answer: 'keep' }, ...wait, end],
  }
}

/** How many of what weighs most: connections, then shells, then transfers. */
function titleOf(order: AskedOutside, { tunnels, shells, transfers }: Outstanding, { ending }: Messages): string {
  const connections = openConnections(tunnels)
  if (connections === 0 && shells.length > 0) return ending.quitShells(shells.length)
  if (connections === 0 && transfers.length > 0) return ending.quitTransfers(transfers.length)
  const first = tunnels.find(({ clients }) => clients.open > 0)
  return ending.title[order](first === undefined ? '' : fullName(first), connections)
}

function tunnelLines({ tunnels }: Outstanding, words: Messages): readonly string[] {
  const used = tunnels.filter(({ clients }) => clients.open > 0)
  if (used.length === 0) return []
  const connections = openConnections(used)
  const undoes = used.every(({ definition }) => kinds[definition.kind].undoes === 'unfinished')
  const what = undoes ? words.ending.rolledBack(connections) : words.ending.cutOff(connections)
  return [what, '', ...used.map((tunnel) => lineOf(tunnel, words))]
}

function shellLines({ shells }: Outstanding, { ending }: Messages): readonly string[] {
  if (shells.length === 0) return []
  return [
    ending.shellsEnd(shells.length),
    '',
    ...shells.map(({ request, targetId }) => ending.shell(request.name, targetId)),
  ]
}

function transferLines({ transfers }: Outstanding, { ending }: Messages): readonly string[] {
  if (transfers.length === 0) return []
  return [
    ending.transfersEnd(transfers.length),
    '',
    ...transfers.map(({ transfer, target }) => ending.transfer[transfer.direction](transfer.name, target)),
  ]
}

function lineOf({ route, clients, ...tunnel }: TunnelView, words: Messages): string {
  const programs = route[0].facts.programs.map(({ program, pid }) => `${program} (${words.ending.pid(pid)})`)
  const elsewhere = (route[0].facts.elsewhere ?? []).map(({ address }) => words.tunnels.exposure.from(address))
  return words.ending.line(
    fullName(tunnel),
    [...programs, ...elsewhere].join(words.listSeparator),
    words.connections(clients.open),
  )
}
