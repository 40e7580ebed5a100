import { accessProblems } from './access-problems.ts'
import { terms } from './terms.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'
import type { Surroundings } from '../surroundings.ts'
import { appProblems } from './app-problems.ts'
import { networkProblems } from './network-problems.ts'
import { bastion, inSeconds } from './around.ts'
import { containers } from './container-problems.ts'
import { distrustedAgent, engineFailure, engineMissing, engineUnusable } from './engine.ts'
import { endpointProblems } from './endpoint-problems.ts'
import { problems as others } from './problems.ts'

function answered({ status, errorType, closeCode }: ProblemDetails['DATA_CHANNEL_REFUSED']): string {
  const facts = [status === undefined ? undefined : `HTTP ${status}`, errorType, closeCode && `終了コード ${closeCode}`]
  const known = facts.filter((fact) => fact !== undefined && fact !== 0)
  return known.length === 0 ? '' : `（${known.join('、')}）`
}

function unreachable(details: ProblemDetails['DATA_CHANNEL_UNREACHABLE']): string {
  const { host, errorCode, afterMs } = details
  const code = errorCode === undefined || errorCode === '' ? answered(details) : `（${errorCode}）`
  return `セッションは開始しましたが、${host ?? 'ssmmessages'} が${inSeconds(afterMs)}応答しません${code}。WebSocket が遮断されている可能性があります。`
}

const sessionProblems = {
  NETWORK_UNREACHABLE: {
    short: 'ネットワークなし',
    headline: () => 'このコンピューターから AWS に到達できません',
    sentence: () =>
      'ネットワーク、VPN、プロキシのいずれかで止まっています。ポートは開いたままで、復旧後にセッションを開始します。',
  },
  TLS_UNTRUSTED: {
    short: '証明書を信頼できない',
    headline: () => 'AWS として提示された証明書を信頼できません',
    sentence: (d) =>
      `プロキシが${d.host === undefined ? '' : ` ${d.host} との`}通信を検査している可能性があります。その認証局をこのコンピューターに追加するか、ネットワークの設定でファイルを選び、再試行してください。`,
  },
  PROXY_SCRIPT_SILENT: {
    short: 'PAC が応答しない',
    headline: () => 'このコンピューターのプロキシ設定スクリプトが応答しません',
    sentence: ({ afterMs }) =>
      `システム設定の PAC ファイルが${inSeconds(afterMs)}応答しませんでした。HTTPS_PROXY を設定すると、そちらを優先します（空の値は「プロキシなし」）。`,
  },
  AWS_UNAVAILABLE: {
    short: 'AWS の障害',
    headline: () => 'AWS がエラーを返しています',
    sentence: () => 'サービスが現在利用できません。Culvert が自動で再試行します。',
  },
  DATA_CHANNEL_REFUSED: {
    short: 'セッション拒否',
    headline: () => 'AWS がセッションの通信を拒否しました',
    sentence: (d) =>
      `セッションは開始しましたが、${d.host ?? 'AWS'} が通信路を拒否しました${answered(d)}。ポリシーか暗号化キーが不足している可能性があります。`,
  },
  DATA_CHANNEL_UNREACHABLE: {
    short: '通信路に到達不可',
    headline: () => 'セッションが AWS に到達できません',
    sentence: unreachable,
  },
  DATA_CHANNEL_UNTRUSTED: {
    short: '接続先を信頼できない',
    headline: () => 'セッションの接続先が AWS ではありません',
    sentence: () =>
      '接続先には何も送らず、セッションを終了しました。このコンピューターの AWS エンドポイントの設定を確認してください。',
  },
  HANDSHAKE_TIMED_OUT: {
    short: terms.noAnswer,
    headline: () => '踏み台がセッションに応答しません',
    sentence: (d, around) =>
      `${bastion(undefined, around)} はセッションを受け取りましたが、${inSeconds(d.afterMs).trim()}ハンドシェイクが完了しませんでした。`,
  },
  HANDSHAKE_REJECTED: {
    short: 'セッション却下',
    headline: () => '踏み台がセッションを却下しました',
    sentence: (d, around) =>
      `${bastion(undefined, around)} のエージェント${d.agentVersion === undefined ? '' : `（${d.agentVersion}）`}はこの種類のセッションを受け付けません。`,
  },
  AGENT_DISTRUSTED: distrustedAgent,
  SESSION_DROPPED: {
    short: 'セッション切断',
    headline: () => 'セッションが切断されました',
    sentence: (d) =>
      d.afterMs === undefined
        ? 'AWS との接続が切れ、再開できませんでした。ポートの待ち受けは続きます。'
        : `エージェントが${inSeconds(d.afterMs)}応答しませんでした。ポートの待ち受けは続きます。`,
  },
  SESSION_ENDED: {
    short: 'セッション終了',
    headline: () => 'セッションが相手側から終了されました',
    sentence: () => '管理者、アカウントの制限、またはエージェントが終了しました。ポートの待ち受けは続きます。',
  },
  SESSION_EXPIRED: {
    short: 'セッション期限切れ',
    headline: () => 'セッションが時間制限に達しました',
    sentence: () => 'アカウントがセッションの長さを制限しています。次のクライアントで新しく開始します。',
  },
  ENGINE_NOT_FOUND: {
    short: 'プラグインなし',
    headline: () => 'Session Manager プラグインが見つかりません',
    sentence: engineMissing,
  },
  ENGINE_UNUSABLE: {
    short: 'プラグイン使用不可',
    headline: () => 'Session Manager プラグインを使えません',
    sentence: engineUnusable,
  },
  ENGINE_FAILED: {
    short: 'エンジン停止',
    headline: () => 'セッションのプログラムが停止しました',
    sentence: engineFailure,
  },
} as const satisfies Partial<AllProblemWords>

function notConnected(details: ProblemDetails['TARGET_NOT_CONNECTED'], around: Surroundings): string {
  const { agentVersion, reason, targetId } = details
  const node = bastion(targetId, around)
  if (reason === 'not-registered')
    return `${node} は Systems Manager に一度も応答していません。エージェント、ロール、外への経路のいずれかがありません。`
  const agent = agentVersion === undefined ? 'エージェント' : `エージェント（${agentVersion}）`
  return `${node} が Systems Manager に応答していません。${agent}の停止か、外への経路の遮断です。`
}

const states: Readonly<Record<string, string>> = {
  stopped: '停止中',
  stopping: '停止処理中',
  'shutting-down': '終了処理中',
  terminated: '終了済み',
}

/** Ids of a few, and how many more. */
const someOf = (ids: readonly string[]): string =>
  ids.slice(0, 3).join('、') + (ids.length > 3 ? ` ほか ${ids.length - 3} 台` : '')

function notStarted({ targetId, reason }: ProblemDetails['INSTANCE_NOT_STARTED']): string {
  switch (reason) {
    case 'state':
      return `${targetId} は別の状態に移行中か、ここからは起動できません。少し待ってからやり直してください。`
    case 'capacity':
      return `現在、このゾーンに ${targetId} の空きがありません。時間をおくか、別のインスタンスを起動してください。`
    case 'limit':
      return 'アカウントのインスタンス数が上限です。ほかのインスタンスを停止するか、上限の引き上げを依頼してください。'
  }
}

function stopped(details: ProblemDetails['TARGET_STOPPED']): string {
  const { matches, state, targetId, targetName } = details
  const node = targetName === undefined ? targetId : `${targetName}（${targetId}）`
  const others = matches > 1 ? `一致する ${matches} 台はすべて動作していません。` : ''
  return `${node} は${states[state] ?? ` ${state} `}です。${others}EC2 で起動すると、Culvert が自動で再試行します。`
}

const targetProblems = {
  TARGET_NOT_FOUND: {
    short: '踏み台が存在しない',
    headline: () => '踏み台が存在しません',
    sentence: (d, around) => {
      const node = bastion(d.targetId, around)
      if (d.state !== undefined)
        return `${node} は${states[d.state] ?? ` ${d.state} `}です。置き換えられた可能性があります。`
      const where = d.region === undefined ? 'このアカウントとリージョン' : `このアカウントの ${d.region} `
      return `${node} は${where}にありません。置き換えられた可能性があります。`
    },
  },
  TARGET_NO_MATCH: {
    short: '踏み台が見つからない',
    headline: (d) => {
      if (d.by === 'auto-scaling-group') return `Auto Scaling グループ ${d.rule} にインスタンスがありません`
      return d.by === 'address'
        ? `アドレス ${d.rule} のマシンがありません`
        : `${d.rule} の動作中インスタンスがありません`
    },
    sentence: (d) => {
      if (d.by === 'auto-scaling-group')
        return `台数が 0 か、名前が違うか、このアカウントの ${d.region} にはありません。Culvert は毎回探し直します。`
      if (d.by === 'address')
        return `${d.region} のプライベート IPv4 アドレス、EC2 のプライベート DNS 名、ノードが報告する名前で探します。Culvert は毎回探し直します。`
      return `${d.region} でインスタンスを起動するか、別の踏み台を選んでください。条件は毎回読み直します。`
    },
  },
  TARGET_AMBIGUOUS: {
    short: '複数のマシン',
    headline: (d) => `アドレス ${d.address} のマシンが ${d.targetIds.length} 台あります`,
    sentence: (d) =>
      `${d.region} の別々のネットワークにあります: ${someOf(d.targetIds)}。インスタンス ID かタグで 1 台を指定してください。`,
  },
  TARGET_STOPPED: {
    short: '踏み台が停止中',
    headline: () => '踏み台が停止しています',
    sentence: stopped,
  },
  INSTANCE_NOT_STARTED: {
    short: '起動できません',
    headline: () => 'EC2 がインスタンスを起動しませんでした',
    sentence: notStarted,
  },
  TARGET_NOT_CONNECTED: {
    short: '踏み台が応答なし',
    headline: () => '踏み台が Systems Manager に接続していません',
    sentence: notConnected,
  },
  HYBRID_TIER_STANDARD: {
    short: 'スタンダード層',
    headline: () => 'EC2 以外のマシンではセッションを開始できません',
    sentence: (d) =>
      `${d.targetId ?? 'このノード'} は EC2 の外にあり、このリージョンのアカウントはスタンダード層です。管理者はアドバンストインスタンス層を有効にできますが、マシンごとに時間単位の料金がかかります。`,
  },
  SESSION_KEY_UNUSABLE: {
    short: '鍵が使用不可',
    headline: () => 'アカウントのセッションを暗号化する鍵を使用できません',
    sentence: () =>
      'アカウントの Session Manager の設定が指定する KMS キーが存在しない、無効になっている、または削除待ちです。アカウントの管理者に有効化または変更を依頼してください。',
  },
  RUN_AS_REFUSED: {
    short: '実行ユーザーなし',
    headline: () => 'シェルの実行ユーザーが接続先に存在しません',
    sentence: () =>
      'アカウントの Session Manager の設定（Run As）またはロールのタグ SSMSessionRunAs が OS のユーザーを指定しています。接続先にそのユーザーを作成するか、別のユーザーを指定してもらってください。',
  },
  ...accessProblems,
  ...containers,
  AGENT_TOO_OLD: {
    short: 'エージェントが古い',
    headline: () => '踏み台のエージェントが古すぎます',
    sentence: (_details, around) =>
      `${bastion(undefined, around)} のエージェントは古いバージョンです。他のホストへのセッションには 3.1.1374 以降が必要です。`,
  },
} as const satisfies Partial<AllProblemWords>

/** Words for every problem code. */
export const problems: AllProblemWords = {
  ...others,
  ...sessionProblems,
  ...networkProblems,
  ...targetProblems,
  ...endpointProblems,
  ...appProblems,
}
