import { terms } from './terms.ts'
import { profileHeadline, profileSentence } from './profile-reasons.ts'
import type { ProblemCode, Remedy } from '#contract/problem.ts'
import type { ProblemWords } from '../en/problems.ts'
import type { ProblemFacts } from '../problem-facts.ts'

const holder = (facts: ProblemFacts): string =>
  facts.program === undefined
    ? '別のプログラム'
    : facts.program + (facts.pid === undefined ? '' : `（pid ${facts.pid}）`)
const bastion = (facts: ProblemFacts): string => facts.target ?? facts.rule ?? '踏み台'
const database = (facts: ProblemFacts): string => facts.host ?? 'データベース'
const who = (facts: ProblemFacts): string => (facts.role === undefined ? 'このロール' : `ロール ${facts.role} `)
const numbered = (port: string | undefined): string => (port === undefined ? 'このポート' : `ポート ${port} `)

const portProblems = {
  PORT_TAKEN: {
    short: 'ポート使用中',
    headline: (f) => `${numbered(f.localPort)}は${holder(f)}が使用しています`,
    sentence: (f) =>
      `${holder(f)}を終了して再試行するか、別のポートを指定してください。Culvert が勝手に変えることはありません。`,
  },
  PORT_FORBIDDEN: {
    short: 'ポートは使用不可',
    headline: (f) => `このコンピューターでは${numbered(f.localPort)}を使えません`,
    sentence: () => '1024 未満のポートとシステムの予約ポートには追加の権限が必要です。より大きい番号を選んでください。',
  },
  RELAY_STOPPED: {
    short: '待ち受け停止',
    headline: () => '接続を中継する Culvert のプロセスが停止しました',
    sentence: () => '自動で再起動します。戻らない場合は再試行してください。',
  },
  LOCAL_PORT_RESERVED: {
    short: 'ポート予約済み',
    headline: (f) => `${numbered(f.localPort)}は${f.otherTunnel ?? '別のトンネル'}のものです`,
    sentence: () => 'ポートはトンネルごとに固定です。このトンネルには別のポートを選んでください。',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const signInProblems = {
  SIGN_IN_REQUIRED: {
    short: terms.signedOut,
    headline: () => 'サインインの期限が切れました',
    sentence: (f) => `${f.session ?? 'AWS'} に再度サインインすると、待機中のトンネルは自動で接続します。`,
  },
  SIGN_IN_DENIED: {
    short: 'サインイン拒否',
    headline: () => 'サインインが拒否されました',
    sentence: () =>
      'ブラウザーのページでアクセスが許可されませんでした。再度サインインして「アクセスを許可」を選びます。',
  },
  SIGN_IN_CODE_EXPIRED: {
    short: 'コード期限切れ',
    headline: () => 'サインインのコードが期限切れです',
    sentence: () => 'コードの有効期間は約 10 分です。もう一度始めると新しいコードが出ます。',
  },
  SIGN_IN_TIMED_OUT: {
    short: 'サインイン時間切れ',
    headline: () => 'サインインが確認されませんでした',
    sentence: () => 'ブラウザーのページで時間内に確認されませんでした。準備ができたらもう一度始めてください。',
  },
  SIGN_IN_CANCELLED: {
    short: 'サインイン取り消し',
    headline: () => 'サインインを取り消しました',
    sentence: () => '変更はありません。セッションが必要なときにサインインしてください。',
  },
  SIGN_IN_CALLBACK_UNAVAILABLE: {
    short: 'ブラウザー連携不可',
    headline: () => 'ブラウザーからサインインを受け取れません',
    sentence: () => 'このコンピューターでブラウザーの応答を待ち受けられませんでした。コードでサインインしてください。',
  },
  START_URL_WRONG: {
    short: '開始 URL の誤り',
    headline: () => 'この開始 URL は IAM Identity Center ではありません',
    sentence: () => 'AWS アクセスポータルのアドレスとリージョンを確認してください。',
  },
  TOKEN_REVOKED: {
    short: 'サインイン失効',
    headline: () => 'サインインが取り消されました',
    sentence: () => '別の場所でサインアウトしたか、管理者が終了しました。再度サインインしてください。',
  },
  ROLE_NOT_ASSIGNED: {
    short: 'ロール未割り当て',
    headline: (f) => `${who(f)}は${f.account === undefined ? '' : `アカウント ${f.account} で`}割り当てられていません`,
    sentence: () => 'このアカウントで使えるロールを選ぶか、管理者に割り当てを依頼してください。',
  },
  PROFILE_INVALID: {
    short: 'プロファイル使用不可',
    headline: profileHeadline,
    sentence: profileSentence,
  },
  CREDENTIALS_INVALID: {
    short: '認証情報の拒否',
    headline: () => 'AWS が認証情報を拒否しました',
    sentence: () => '期限切れか、置き換えられています。再度サインインして新しくしてください。',
  },
  SIGN_IN_UNKNOWN: {
    short: '不明なサインイン',
    headline: () => 'このサインインは設定されていません',
    sentence: (f) => `${f.session ?? 'サインイン'} がありません。使うには追加してください。`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const accessProblems = {
  CLOCK_SKEWED: {
    short: '時計のずれ',
    headline: () => 'このコンピューターの時計がずれています',
    sentence: () => 'AWS は 5 分以上ずれた要求を拒否します。時計を自動設定にして再試行してください。',
  },
  ACCESS_DENIED: {
    short: 'アクセス拒否',
    headline: () => 'このロールではこのインスタンスのセッションを開始できません',
    sentence: (f) =>
      `${who(f)}には ${f.action ?? 'ssm:StartSession'} の権限がありません。管理者への依頼文をコピーできます。`,
  },
  DOCUMENT_INVALID: {
    short: 'ドキュメント拒否',
    headline: () => 'AWS がセッションドキュメントを拒否しました',
    sentence: (f) => `${f.document ?? 'セッションドキュメント'} が存在しないか、この設定を受け付けません。`,
  },
  THROTTLED: {
    short: '要求過多',
    headline: () => 'AWS が要求を制限しています',
    sentence: () => 'このアカウントからの要求が多すぎます。次の試行は少し間を空けます。',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

export const problems = { ...portProblems, ...signInProblems, ...accessProblems }
export const words = { bastion, database, numbered }

export const remedies: Record<Remedy, string> = {
  'sign-in': terms.signIn,
  retry: '今すぐ再試行',
  'edit-tunnel': 'トンネルを編集',
  'choose-target': '踏み台を選ぶ',
  'choose-role': 'ロールを選ぶ',
  'free-port': terms.tryAgain,
  'copy-request': '管理者への依頼文をコピー',
  'open-console': terms.openInConsole,
  'start-target': 'EC2 コンソールで起動',
  'check-network': terms.tryAgain,
  'check-clock': terms.tryAgain,
  'check-engine': '設定を開く',
  'open-folder': terms.openFolder,
  'use-device-code': 'コードを使う',
  none: terms.dismiss,
}
