import type { ShellStatus } from '#contract/shells.ts'
import { countdownText } from '#words/span.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EndBar } from '../../parts/end-bar/end-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { Acts } from './pane-bar-parts.tsx'
import { useShellWords } from './use-shells.ts'

type Reconnecting = Extract<ShellStatus, { kind: 'reconnecting' }>

interface ReconnectingProps {
  readonly pane: string
  /** The shell's. */
  readonly id: string
  readonly status: Reconnecting
}

/** A shell whose connection was lost: which try comes when, and what becomes of what is typed. */
export function ReconnectingBar({ pane, id, status: { wait } }: ReconnectingProps) {
  const say = useShellWords()
  const words = useWords()
  const { call } = useActions()
  const { online } = useSnapshot()
  const now = useNow(wait === null ? null : 1_000)
  const headline =
    wait === null ? say.state.reconnecting : say.state.retrying(wait.attempt, countdownText(words, wait.nextAt - now))
  return (
    <EndBar
      glyph="reconnecting"
      lies="over"
      headline={headline}
      sentence={online ? say.state.reconnectingText : say.state.offlineText}
    >
      <Acts pane={pane} />
      {wait === null ? null : (
        <Button size="small" onClick={() => void call('shell.retry', { id })}>
          {say.retryNow}
        </Button>
      )}
    </EndBar>
  )
}
