import type { AgentBehaviour, DialTarget } from '../gateway/gateway.ts'
import type { LimitKind, Statement } from '../policy/policy.ts'
import type { ProxyPolicy } from '../network/proxy-policy.ts'
import type { KeyState } from '../service/kms/vault.ts'
import type { SessionPreferences } from '../world/types.ts'

/** How the next `left` sessions behave. */
interface ScriptedBehaviour {
  readonly behaviour: Partial<AgentBehaviour>
  left: number
}

/** Members of the session preferences that a fault sets; null = there is no such document. */
export type ChangedPreferences = Partial<Omit<SessionPreferences, 'accountId' | 'region'>> | null

/** `identity`: statements besides the permission set. */
export type PolicyKind = LimitKind | 'identity'

/** How long things live, and what a scripted user does. Faults change it while the sandbox runs. */
export interface Settings {
  accessTokenSeconds: number
  credentialSeconds: number
  deviceCodeSeconds: number
  /** Seconds between two polls of a device code, as told to clients and enforced. */
  pollSeconds: number
  /** `ask` shows the page, the others decide at once, as a browser with a warm session would. */
  consent: 'ask' | 'allow' | 'deny'
  /** Whose console session the browser has; null = that of the world's user. */
  consoleIdentity: string | null
  /** Next calls of ResumeSession that answer without a token. */
  resumesWithoutToken: number
  /** Next polls answered with slow_down. */
  slowDowns: number
  /** Behaviour of new sessions, by target id; `*` is every target. */
  readonly behaviour: Map<string, ScriptedBehaviour>
  /** Endpoints that lead elsewhere than the world says, by `host:port`. */
  readonly detours: Map<string, DialTarget>
  /** Key that the document SSM-SessionManagerRunShell names, by account id; `*` is every account. */
  readonly sessionKeys: Map<string, string>
  /** What that document says else than the world has it, by account id; `*` is every account. */
  readonly preferences: Map<string, ChangedPreferences>
  /** Keys that are not enabled, by account id; `*` is every account. */
  readonly keyStates: Map<string, KeyState>
  /** Statements by kind of policy and account id (`session 482100973316`); `*` is every account. */
  readonly policies: Map<string, readonly Statement[]>
  /** How the proxy of a corporate network treats those who ask it; null = as the sandbox was started. */
  proxy: ProxyPolicy | null
}

export const createSettings = (): Settings => ({
  accessTokenSeconds: 3600,
  credentialSeconds: 3600,
  deviceCodeSeconds: 600,
  pollSeconds: 1,
  consent: 'ask',
  consoleIdentity: null,
  resumesWithoutToken: 0,
  slowDowns: 0,
  behaviour: new Map(),
  detours: new Map(),
  sessionKeys: new Map(),
  preferences: new Map(),
  keyStates: new Map(),
  policies: new Map(),
  proxy: null,
})

/** What the scripts for every target and for this one come to for one more session. */
export function takeBehaviour(scripts: Settings['behaviour'], targetId: string): Partial<AgentBehaviour> {
  const taken = ['*', targetId].map((key) => takeOne(scripts, key))
  return Object.assign({}, ...taken)
}

function takeOne(scripts: Settings['behaviour'], key: string): Partial<AgentBehaviour> {
  const script = scripts.get(key)
  if (script === undefined) return {}
  script.left -= 1
  if (script.left === 0) scripts.delete(key)
  return script.behaviour
}

/** Puts every setting back to where the sandbox starts. */
export function resetSettings(settings: Settings): void {
  const { behaviour, detours, sessionKeys, preferences, keyStates } = settings
  for (const map of [behaviour, detours, sessionKeys, preferences, keyStates]) map.clear()
  Object.assign(settings, { ...createSettings(), behaviour, detours, sessionKeys, preferences, keyStates })
}
