import { useEffect, useRef } from 'react'
import type { RecordingOutline } from '#contract/recordings.ts'
import { useServices } from '../../app/services.ts'
import { ReplayPlayer } from './replay-player.ts'
import { createReplayScreen } from './replay-screen.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface ReplayTerminalProps {
  readonly outline: RecordingOutline
  readonly onPlayer: (player: ReplayPlayer | null) => void
}

/** The terminal that the recording is played on; it takes no keys. */
export function ReplayTerminal({ outline, onPlayer }: ReplayTerminalProps) {
  const { client } = useServices()
  const { replay } = useRecordingWords()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { id, content } = outline.entry
    if (place.current === null || content.is !== 'readable') return undefined
    const screen = createReplayScreen(place.current)
    const player = new ReplayPlayer({
      screen,
      size: content.size,
      durationMs: content.durationMs,
      read: async (from) => {
        const answer = await client.call('recording.piece', { id, from })
        return answer.ok ? answer.value : null
      },
      frame: (run) => {
        const frame = requestAnimationFrame(run)
        return () => cancelAnimationFrame(frame)
      },
    })
    onPlayer(player)
    player.tell({ type: 'toggled' })
    return () => {
      onPlayer(null)
      player.dispose()
      screen.dispose()
    }
  }, [client, outline, onPlayer])
  return <div className="replay-terminal" ref={place} role="group" aria-label={replay.terminal} />
}
