import type { ActivityEvent } from '#contract/activity.ts'
import type { ActivityWords } from '#words/activity/activity-words.ts'
import type { Messages } from '#words/messages.ts'

/** What happened, as it stands behind the name of what it happened to. */
export function eventText(event: ActivityEvent, all: Messages, { history }: ActivityWords): string {
  const { problem, node } = event
  if (problem?.code === 'CLIENT_REFUSED') return all.refusals.line(problem.details)
  const said = kindText(event, all, history)
  const told = problem === null ? said : all.tunnels.detail.timelineProblem(said, all.problems[problem.code].short)
  const saysNode =
    node !== null && (event.kind === 'ready' || event.kind === 'rotated' || event.kind === 'shell-opened')
  return saysNode ? `${told}${all.listSeparator}${history.at(node)}` : told
}

function kindText(event: ActivityEvent, all: Messages, history: ActivityWords['history']): string {
  switch (event.kind) {
    case 'connections-closed':
      return history.connectionsClosed(event.connections ?? 1)
    case 'files-received':
    case 'files-sent':
    case 'files-not-same':
      return history.files[event.kind](event.connections ?? 1)
    case 'shell-opened':
      return history.shellOpened
    case 'shell-ended':
      return history.shellEnded
    case 'signed-in':
      return history.signedIn
    case 'signed-out':
      return history.signedOut
    default:
      return afterName(all.tunnels.detail.timeline[event.kind])
  }
}

/** What begins a line of its own elsewhere stands in the middle of one here. */
function afterName(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

/** Who caused it: the program, else who was signed in. */
export function causeText({ program, person }: ActivityEvent, { cameFrom }: ActivityWords['history']): string {
  if (program === null) return person ?? ''
  return program.pid === null ? program.name : `${program.name} ${cameFrom(program.pid)}`
}
