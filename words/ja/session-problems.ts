import { terms } from './terms.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { ProblemWords } from '../en/problems.ts'
import { engineFailure, engineMissing, engineUnusable } from './engine.ts'
import { problems as others, words } from './problems.ts'

const { bastion, database, numbered } = words

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
    sentence: () =>
      'プロキシが通信を検査している可能性があります。その認証局をこのコンピューターに追加して再試行してください。',
  },
  PROXY_UNUSABLE: {
    short: 'プロキシを使えない',
    headline: () => 'AWS へのプロキシを使えません',
    sentence: ({ reason }) =>
      reason === 'scheme'
        ? 'HTTPS_PROXY が SOCKS など別の種類のプロキシです。Culvert は http:// と https:// のプロキシを使います。'
        : 'HTTPS_PROXY がアドレスではありません。http://proxy.example.com:3128 の形で設定し、Culvert を起動し直してください。',
  },
  AWS_UNAVAILABLE: {
    short: 'AWS の障害',
    headline: () => 'AWS がエラーを返しています',
    sentence: () => 'サービスが現在利用できません。Culvert が自動で再試行します。',
  },
  DATA_CHANNEL_REFUSED: {
    short: 'セッション拒否',
    headline: () => 'AWS がセッションの通信を拒否しました',
    sentence: () =>
      'セッションは開始しましたが、通信路が拒否されました。ポリシーか暗号化キーが不足している可能性があります。',
  },
  DATA_CHANNEL_UNREACHABLE: {
    short: '通信路に到達不可',
    headline: () => 'セッションが AWS に到達できません',
    sentence: () =>
      'セッションは開始しましたが、ssmmessages が応答しません。WebSocket が遮断されている可能性があります。',
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
    sentence: (f) => `${bastion(f)} はセッションを受け取りましたが、ハンドシェイクが完了しませんでした。`,
  },
  HANDSHAKE_REJECTED: {
    short: 'セッション却下',
    headline: () => '踏み台がセッションを却下しました',
    sentence: (f) => `${bastion(f)} のエージェントはこの種類のセッションを受け付けません。`,
  },
  SESSION_DROPPED: {
    short: 'セッション切断',
    headline: () => 'セッションが切断されました',
    sentence: () => 'AWS との接続が切れ、再開できませんでした。ポートの待ち受けは続きます。',
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
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const targetProblems = {
  TARGET_NOT_FOUND: {
    short: '踏み台が存在しない',
    headline: () => '踏み台が存在しません',
    sentence: (f) => `${bastion(f)} はこのアカウントとリージョンにありません。置き換えられた可能性があります。`,
  },
  TARGET_NO_MATCH: {
    short: '踏み台が見つからない',
    headline: (f) =>
      f.rule === undefined ? '一致する動作中のインスタンスがありません' : `${f.rule} の動作中インスタンスがありません`,
    sentence: () => 'インスタンスを起動するか、別の踏み台を選んでください。条件は毎回読み直します。',
  },
  TARGET_STOPPED: {
    short: '踏み台が停止中',
    headline: () => '踏み台が停止しています',
    sentence: (f) => `${bastion(f)} は動作していません。EC2 で起動すると、Culvert が自動で再試行します。`,
  },
  TARGET_NOT_CONNECTED: {
    short: '踏み台が応答なし',
    headline: () => '踏み台が Systems Manager に接続していません',
    sentence: (f) =>
      `${bastion(f)} が Systems Manager に応答していません。エージェントの停止か、外への経路の遮断です。`,
  },
  AGENT_TOO_OLD: {
    short: 'エージェントが古い',
    headline: () => '踏み台のエージェントが古すぎます',
    sentence: (f) =>
      `${bastion(f)} のエージェントは ${f.version ?? '古いバージョン'} です。他のホストへのセッションには 3.1.1374 以降が必要です。`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const endpointProblems = {
  ENDPOINT_REFUSED: {
    short: 'データベースが拒否',
    headline: (f) => `データベースが${numbered(f.port)}で接続を拒否しています`,
    sentence: (f) => `踏み台から ${database(f)} に到達できますが、このポートでは待ち受けていません。`,
  },
  ENDPOINT_TIMED_OUT: {
    short: 'データベースに未到達',
    headline: (f) => `データベースが${numbered(f.port)}で応答しません`,
    sentence: (f) =>
      `${database(f)} が踏み台に応答しませんでした。セキュリティグループかネットワークで遮断されている可能性があります。`,
  },
  ENDPOINT_NAME_UNKNOWN: {
    short: 'ホスト名が不明',
    headline: () => '踏み台がこのホスト名を見つけられません',
    sentence: (f) => `${database(f)} は踏み台のネットワークにありません。入力の誤りがないか確認してください。`,
  },
  ENDPOINT_FORBIDDEN: {
    short: 'ホストは不許可',
    headline: () => 'このホストには踏み台から接続できません',
    sentence: (f) =>
      `エージェントの設定で ${database(f)} が許可されていません。別のホストを選ぶか、管理者に相談してください。`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const appProblems = {
  CATALOG_CORRUPT: {
    short: '保存内容の破損',
    headline: (f) => {
      if (f.file === 'settings.json') return '設定を読み込めませんでした'
      return f.names === undefined
        ? '保存したトンネルを読み込めませんでした'
        : '保存したトンネルの一部を読み込めませんでした'
    },
    sentence: (f) => {
      const kept = `破損したファイルは${f.path === undefined ? '別に' : ` ${f.path} として`}残し`
      if (f.file === 'settings.json') return `${kept}、既定の設定で開始しました。`
      return f.names === undefined
        ? `${kept}、空の一覧で開始しました。`
        : `${kept}ました。読み込めなかったもの: ${f.names}。`
    },
  },
  CATALOG_NEWER: {
    short: '新しい版で保存',
    headline: () => '保存したトンネルは新しい Culvert のものです',
    sentence: () => '変更せずに残しました。使うには Culvert を更新してください。',
  },
  CATALOG_NOT_WRITTEN: {
    short: '未保存',
    headline: () => '変更を保存できませんでした',
    sentence: () => 'ディスクの空きがないか、フォルダーに書き込めません。Culvert を終了すると変更は失われます。',
  },
  SECRET_STORE_UNAVAILABLE: {
    short: 'キーチェーンなし',
    headline: () => 'このコンピューターには使えるキーチェーンがありません',
    sentence: () =>
      'キーチェーンに置くサインインは Culvert を終了すると失われます。Linux では Secret Service を起動すると保存できます。',
  },
  TUNNEL_UNKNOWN: {
    short: '不明なトンネル',
    headline: () => 'このトンネルはもうありません',
    sentence: () => 'その間に削除されました。',
  },
  INPUT_INVALID: {
    short: '入力の誤り',
    headline: () => '入力内容に誤りがあります',
    sentence: () => '印の付いた項目を確認してください。',
  },
  INTERNAL: {
    short: '内部エラー',
    headline: () => 'Culvert の内部で問題が起きました',
    sentence: () => 'これは不具合です。詳細はログにあります。',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

/** Words for every problem code. */
export const problems: Record<ProblemCode, ProblemWords> = {
  ...others,
  ...sessionProblems,
  ...targetProblems,
  ...endpointProblems,
  ...appProblems,
}
