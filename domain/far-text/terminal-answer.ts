/**
 * Reports of a terminal: what it is, where its cursor is, its colours and modes, that it has the focus, where the mouse is. F3 with
 * Shift looks like one of them; where the two have to be told apart it counts as a report.
 */
const esc = '\u001b'
const report = new RegExp(`^${esc}(?:\\[[?>=]?[\\d;]*[cnR]|\\[\\??[\\d;]*\\$y|\\[[IO]|\\[<[\\d;]*[Mm]|\\[M|[\\]P])`)

/** True of what a terminal sends by itself, not because somebody typed it: it is meant for one shell and no other. */
export function isTerminalAnswer(sent: string): boolean {
  return report.test(sent)
}
