import { Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { useStore } from 'zustand'
import { playbackSpeeds, type PlaybackSpeed } from '#domain/recording/playback.ts'
import { formatStopwatch } from '#words/format.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import type { ReplayPlayer } from './replay-player.ts'
import { SeekBar } from './seek-bar.tsx'
import { useRecordingWords } from './use-recording-words.ts'

interface PlayerBarProps {
  readonly player: ReplayPlayer
  readonly durationMs: number
  readonly activity: readonly number[]
  readonly hits: readonly number[]
  readonly onHit: (to: 'next' | 'previous') => void
}

/** Plays, pauses, seeks and hastens. */
export function PlayerBar({ player, durationMs, activity, hits, onHit }: PlayerBarProps) {
  const { replay: say } = useRecordingWords()
  const { atMs, speed, skipsIdle } = useStore(player.state)
  return (
    <div className="player">
      <SeekBar {...{ atMs, durationMs, activity, hits }} onSeek={(to) => player.tell({ type: 'sought', atMs: to })} />
      <div className="player-controls">
        <Transport player={player} hasHits={hits.length > 0} onHit={onHit} />
        <span className="player-time num">
          {formatStopwatch(atMs)} <span className="t3">/ {formatStopwatch(durationMs)}</span>
        </span>
        <span className="grow" />
        <label className="player-skip" htmlFor="skip-idle">
          <Checkbox
            id="skip-idle"
            checked={skipsIdle}
            onChange={(skips) => player.tell({ type: 'idle-skipped', skips })}
          />
          {say.skipIdle}
        </label>
        <Speed speed={speed} onChange={(to) => player.tell({ type: 'sped', to })} />
      </div>
    </div>
  )
}

interface TransportProps extends Pick<PlayerBarProps, 'player' | 'onHit'> {
  readonly hasHits: boolean
}

function Transport({ player, hasHits, onHit }: TransportProps) {
  const { replay: say, play } = useRecordingWords()
  const isPlaying = useStore(player.state, (state) => state.is === 'playing')
  const label = isPlaying ? say.pause : play
  return (
    <>
      <IconButton label={say.previousHit} disabled={!hasHits} onClick={() => onHit('previous')}>
        <SkipBack size={15} />
      </IconButton>
      <Button className="player-play" aria-label={label} title={label} onClick={() => player.tell({ type: 'toggled' })}>
        {isPlaying ? <Pause size={15} /> : <Play size={15} />}
      </Button>
      <IconButton label={say.nextHit} disabled={!hasHits} onClick={() => onHit('next')}>
        <SkipForward size={15} />
      </IconButton>
    </>
  )
}

interface SpeedProps {
  readonly speed: PlaybackSpeed
  readonly onChange: (to: PlaybackSpeed) => void
}

function Speed({ speed, onChange }: SpeedProps) {
  const { replay: say } = useRecordingWords()
  return (
    <SegmentedFilter
      label={say.speed}
      value={String(speed)}
      options={playbackSpeeds.map((one) => ({ value: String(one), label: say.speeds[one] }))}
      onChange={(value) => onChange(playbackSpeeds.find((one) => String(one) === value) ?? 1)}
    />
  )
}
