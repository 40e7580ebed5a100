import type { TunnelStatusKind } from '#contract/status.ts'

/** The words of the tray menu in one language. Sentence case; macOS gets title case from {@link titleCase}. */
export interface TrayWords {
  readonly signedOut: string
  readonly waitingForSignIn: string
  readonly left: (minutes: number) => string
  readonly status: Readonly<Record<TunnelStatusKind, string>>
  readonly environment: Readonly<Record<'production' | 'staging' | 'development', string>>
  readonly more: (count: number) => string
  readonly connect: string
  readonly disconnect: string
  readonly startListening: string
  readonly stopListening: string
  readonly copyAddress: (address: string) => string
  readonly showRoute: string
  readonly armEnvironment: string
  readonly stopAll: string
  readonly open: string
  readonly signIn: string
  readonly signInAgain: string
  readonly quit: string
  readonly noTunnels: string
  readonly tooltip: Readonly<Record<'idle' | 'armed' | 'open' | 'attention', string>>
}

function duration(minutes: number, hour: string, minute: string): string {
  return minutes < 60 ? `${minutes} ${minute}` : `${Math.floor(minutes / 60)} ${hour} ${minutes % 60} ${minute}`
}

const english: TrayWords = {
  signedOut: 'Signed out',
  waitingForSignIn: 'Waiting for the browser',
  left: (minutes) => `${duration(minutes, 'h', 'min')} left`,
  status: {
    stopped: 'stopped',
    armed: 'armed',
    connecting: 'connecting',
    ready: 'ready',
    reconnecting: 'reconnecting',
    failed: 'failed',
    unknown: 'checking',
  },
  environment: { production: 'Production', staging: 'Staging', development: 'Development' },
  more: (count) => `${count} more`,
  connect: 'Connect',
  disconnect: 'Disconnect',
  startListening: 'Start listening',
  stopListening: 'Stop listening',
  copyAddress: (address) => `Copy ${address}`,
  showRoute: 'Show route',
  armEnvironment: 'Arm environment',
  stopAll: 'Stop all tunnels',
  open: 'Open Culvert',
  signIn: 'Sign in…',
  signInAgain: 'Sign in again…',
  quit: 'Quit',
  noTunnels: 'No tunnels yet',
  tooltip: {
    idle: 'Culvert: no port is open',
    armed: 'Culvert: ports are open',
    open: 'Culvert: a session is open',
    attention: 'Culvert: something needs attention',
  },
}

const japanese: TrayWords = {
  signedOut: 'サインアウト中',
  waitingForSignIn: 'ブラウザーを待っています',
  left: (minutes) => `残り ${duration(minutes, '時間', '分')}`,
  status: {
    stopped: '停止',
    armed: '待ち受け',
    connecting: '接続中',
    ready: '接続済み',
    reconnecting: '再接続中',
    failed: '失敗',
    unknown: '確認中',
  },
  environment: { production: '本番', staging: 'ステージング', development: '開発' },
  more: (count) => `ほか ${count} 件`,
  connect: '接続',
  disconnect: '切断',
  startListening: '待ち受けを開始',
  stopListening: '待ち受けを停止',
  copyAddress: (address) => `${address} をコピー`,
  showRoute: '経路を表示',
  armEnvironment: '環境ごとに待ち受け',
  stopAll: 'すべてのトンネルを停止',
  open: 'Culvert を開く',
  signIn: 'サインイン…',
  signInAgain: 'もう一度サインイン…',
  quit: '終了',
  noTunnels: 'トンネルはまだありません',
  tooltip: {
    idle: 'Culvert: 開いているポートはありません',
    armed: 'Culvert: ポートを開いています',
    open: 'Culvert: セッションが開いています',
    attention: 'Culvert: 確認が必要です',
  },
}

/** Words for a language tag; anything but Japanese is English. */
export function trayWords(language: string): TrayWords {
  return language.toLowerCase().startsWith('ja') ? japanese : english
}

/** `Start listening` → `Start Listening`, as macOS menus are written. Leaves anything with a digit or `:` alone. */
export function titleCase(label: string): string {
  return label.replace(
    /(^|\s)([a-z])(?=[a-z]+(\s|$|…))/g,
    (_whole, space: string, letter: string) => space + letter.toUpperCase(),
  )
}
