/** How a replay goes on. */
export type Playback = Readonly<{
  is: 'paused' | 'playing'
  /** Ms of the recording. */
  atMs: number
  speed: PlaybackSpeed
  skipsIdle: boolean
}>

export const playbackSpeeds = [1, 2, 4, 8] as const
export type PlaybackSpeed = (typeof playbackSpeeds)[number]
/** What is longer without output is passed over. */
export const longestIdleMs = 2_000

export type PlaybackEvent =
  | { readonly type: 'toggled' }
  | { readonly type: 'sought'; readonly atMs: number }
  | { readonly type: 'sped'; readonly to: PlaybackSpeed }
  | { readonly type: 'speed-stepped'; readonly by: 1 | -1 }
  | { readonly type: 'idle-skipped'; readonly skips: boolean }
  /** So many ms of the watcher's time went by; `nextMs`: when the next output comes, null when none does. */
  | { readonly type: 'passed'; readonly ms: number; readonly nextMs: number | null }

export const firstPlayback: Playback = { is: 'paused', atMs: 0, speed: 1, skipsIdle: true }

/** The next state. `durationMs`: of the whole recording; playing stops there, and begins anew from there. */
export function played(state: Playback, event: PlaybackEvent, durationMs: number): Playback {
  switch (event.type) {
    case 'toggled':
      if (state.is === 'playing') return { ...state, is: 'paused' }
      return { ...state, is: 'playing', atMs: state.atMs >= durationMs ? 0 : state.atMs }
    case 'sought':
      return { ...state, atMs: Math.min(durationMs, Math.max(0, event.atMs)) }
    case 'sped':
      return { ...state, speed: event.to }
    case 'speed-stepped':
      return { ...state, speed: stepped(state.speed, event.by) }
    case 'idle-skipped':
      return { ...state, skipsIdle: event.skips }
    case 'passed':
      return state.is === 'playing' ? passed(state, event.ms, event.nextMs, durationMs) : state
  }
}

function stepped(speed: PlaybackSpeed, by: 1 | -1): PlaybackSpeed {
  return playbackSpeeds[playbackSpeeds.indexOf(speed) + by] ?? speed
}

function passed(state: Playback, ms: number, nextMs: number | null, durationMs: number): Playback {
  const atMs = state.atMs + ms * state.speed
  const idleUntil = nextMs ?? durationMs
  const isIdle = state.skipsIdle && idleUntil - state.atMs > longestIdleMs && atMs < idleUntil
  const reached = isIdle ? idleUntil : atMs
  return reached >= durationMs ? { ...state, is: 'paused', atMs: durationMs } : { ...state, atMs: reached }
}
