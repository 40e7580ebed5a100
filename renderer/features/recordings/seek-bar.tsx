import type { KeyboardEvent, PointerEvent } from 'react'
import { formatStopwatch } from '#words/format.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface SeekBarProps {
  readonly atMs: number
  readonly durationMs: number
  /** From 0 to 1, over equal parts of the time. */
  readonly activity: readonly number[]
  readonly hits: readonly number[]
  readonly onSeek: (atMs: number) => void
}

const height = 34
const ground = 26
const tallest = 20

/** Where in the recording it is, over bars of how much was shown when. */
export function SeekBar({ atMs, durationMs, activity, hits, onSeek }: SeekBarProps) {
  const words = useRecordingWords()
  const part = (ms: number): number => (durationMs === 0 ? 0 : Math.min(1, ms / durationMs))
  const seekTo = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    onSeek(((event.clientX - box.left) / box.width) * durationMs)
  }
  return (
    <div
      className="seek-bar"
      role="slider"
      tabIndex={0}
      aria-label={words.replay.position}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1_000)}
      aria-valuenow={Math.round(atMs / 1_000)}
      aria-valuetext={formatStopwatch(atMs)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event)
      }}
      onKeyDown={(event) => seekByKey(event, atMs, durationMs, onSeek)}
    >
      <Bars activity={activity} past={part(atMs)} />
      {hits.map((hit, index) => (
        <Hit key={`${index} ${hit}`} part={part(hit)} />
      ))}
      <span className="seek-head" style={{ left: `${part(atMs) * 100}%` }} />
    </div>
  )
}

const stepMs = 5_000
const longStepMs = 30_000

function seekByKey(event: KeyboardEvent, atMs: number, durationMs: number, onSeek: (atMs: number) => void): void {
  const by = event.shiftKey ? longStepMs : stepMs
  const to: Readonly<Record<string, number>> = {
    ArrowLeft: atMs - by,
    ArrowRight: atMs + by,
    Home: 0,
    End: durationMs,
  }
  const wanted = to[event.key]
  if (wanted === undefined) return
  event.preventDefault()
  onSeek(wanted)
}

function Bars({ activity, past }: { readonly activity: readonly number[]; readonly past: number }) {
  const width = 1_000 / Math.max(1, activity.length)
  return (
    <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {activity.map((value, index) => {
        const tall = value === 0 ? 1 : 1.5 + value * tallest
        const isPast = index * width < past * 1_000
        return (
          <rect
            key={index}
            x={index * width + (value === 0 ? 0 : width * 0.15)}
            y={ground - tall + 1}
            width={value === 0 ? width : width * 0.7}
            height={tall}
            data-past={isPast && value > 0 ? '' : undefined}
          />
        )
      })}
      <rect className="seek-rail" x="0" y="29" width="1000" height="2" />
      <rect className="seek-done" x="0" y="29" width={past * 1_000} height="2" />
    </svg>
  )
}

function Hit({ part }: { readonly part: number }) {
  return (
    <span className="seek-hit" style={{ left: `${part * 100}%` }} aria-hidden="true">
      <svg width="9" height="9" viewBox="0 0 9 9">
        <path d="M.5 .5h8L4.5 7z" fill="currentColor" />
      </svg>
    </span>
  )
}
