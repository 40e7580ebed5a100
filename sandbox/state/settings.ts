import type { AgentBehaviour, DialTarget } from '../gateway/gateway.ts'

/** How long things live, and what a scripted user does. Faults change it while the sandbox runs. */
export interface Settings {
  accessTokenSeconds: number
  credentialSeconds: number
  deviceCodeSeconds: number
  /** Seconds between two polls of a device code, as told to clients and enforced. */
  pollSeconds: number
  /** `ask` shows the page, the others decide at once, as a browser with a warm session would. */
  consent: 'ask' | 'allow' | 'deny'
  /** Next calls of ResumeSession that answer without a token. */
  resumesWithoutToken: number
  /** Next polls answered with slow_down. */
  slowDowns: number
  /** Behaviour of new sessions, by target id; `*` is every target. */
  readonly behaviour: Map<string, Partial<AgentBehaviour>>
  /** Endpoints that lead elsewhere than the world says, by `host:port`. */
  readonly detours: Map<string, DialTarget>
}

export const createSettings = (): Settings => ({
  accessTokenSeconds: 3600,
  credentialSeconds: 3600,
  deviceCodeSeconds: 600,
  pollSeconds: 1,
  consent: 'ask',
  resumesWithoutToken: 0,
  slowDowns: 0,
  behaviour: new Map(),
  detours: new Map(),
})

/** Puts every setting back to where the sandbox starts. */
export function resetSettings(settings: Settings): void {
  settings.behaviour.clear()
  settings.detours.clear()
  const { behaviour: _behaviour, detours: _detours, ...rest } = createSettings()
  Object.assign(settings, rest)
}
