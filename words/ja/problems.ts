import { exposure } from './exposure.ts'
import { signInName } from '#domain/console-sign-in/console-session.ts'
import { access } from './access.ts'
import { mfa, mfaProblems } from './mfa.ts'
import { startUrlProblems } from './start-url-problems.ts'
import { credentialProcessProblems } from './credential-process-problems.ts'
import { relayPort } from './relay-port.ts'
import { terms } from './terms.ts'
import type { ProblemDetails, Remedy } from '#contract/problem.ts'
import { refusedActionOf, refusedThingOf, refusesOtherHosts } from '#domain/problem/refused-action.ts'
import { addAddress } from '#domain/tunnel-text/add-address.ts'
import type { AllProblemWords } from '../problem-words.ts'
import type { Surroundings } from '../surroundings.ts'
import { policyTypes } from './policy-types.ts'
import { profileHeadline, profileSentence } from './profile-reasons.ts'

const holder = ({ program, pid }: ProblemDetails['PORT_TAKEN']): string =>
  program === undefined ? '別のプログラム' : `${program}${pid === undefined ? '' : `（pid ${pid}）`}`
const who = (role: string | undefined): string => (role === undefined ? 'このロール' : `ロール ${role} `)

const portProblems = {
  PORT_TAKEN: {
    short: 'ポート使用中',
    headline: (d) => `ポート ${d.port} は${holder(d)}が使用しています`,
    sentence: (d) =>
      `${holder(d)}を終了して再試行するか、別のポートを指定してください。Culvert が勝手に変えることはありません。`,
  },
  PORT_FORBIDDEN: {
    short: 'ポートは使用不可',
    headline: (d) => `このコンピューターではポート ${d.port} を使えません`,
    sentence: (d) => {
      if (d.why === 'reserved')
        return `ポート ${d.first ?? d.port}〜${d.last ?? d.port} は Windows が予約しています (Hyper-V、WSL、Docker など)。範囲外の番号を選んでください。`
      if (d.why === 'privileged') return '1024 未満のポートには管理者権限が必要です。より大きい番号を選んでください。'
      return '1024 未満のポートとシステムの予約ポートには追加の権限が必要です。より大きい番号を選んでください。'
    },
  },
  LOCAL_ADDRESS_MISSING: {
    short: 'アドレスなし',
    headline: (d) => `このコンピューターに ${d.address} はありません`,
    sentence: (d) =>
      `Mac には 127.0.0.1 しかないため、${addAddress(d.address)} を実行して追加します（再起動のたびに必要です）。追加されるとすぐにポート ${d.port} で待ち受けます。`,
  },
  RELAY_STOPPED: {
    short: '待ち受け停止',
    headline: () => '接続を中継する Culvert のプロセスが停止しました',
    sentence: () => '自動で再起動します。戻らない場合は再試行してください。',
  },
  EXPOSURE_REFUSED: {
    short: 'ネットワーク非公開',
    headline: (d) => exposure.refused[d.why],
    sentence: () => exposure.refusedText,
  },
  LOCAL_PORT_RESERVED: {
    short: 'ポート予約済み',
    headline: (d) => `ポート ${d.port} は ${d.tunnelName} のものです`,
    sentence: () => 'ポートはトンネルごとに固定です。このトンネルには別のポートを選んでください。',
  },
} as const satisfies Partial<AllProblemWords>

function rolesThere(available: readonly string[] | undefined, session: string): string {
  if (available === undefined) return 'このアカウントで使えるロールを選ぶか、管理者に割り当てを依頼してください。'
  if (available.length === 0)
    return `${session} ではこのアカウントに使えるロールがありません。管理者に割り当てを依頼してください。`
  return `${session} で使えるロールは ${available.join('、')} です。その中から選ぶか、管理者に割り当てを依頼してください。`
}

function credentialsSentence(
  { profile, session }: ProblemDetails['CREDENTIALS_INVALID'],
  around: Surroundings,
): string {
  const own = profile ?? around.profile
  if (own !== undefined)
    return `プロファイル ${own} の認証情報は期限切れか、置き換えられたか、取得できません。新しくして再試行してください。`
  const name = session ?? around.session
  return `期限切れか、置き換えられています。${name === undefined ? '' : `${signInName(name)} に`}再度サインインして新しくしてください。`
}

const identityText = ({ accountId, name }: { readonly accountId: string; readonly name: string | null }): string =>
  name === null ? `アカウント ${accountId} ` : `アカウント ${accountId} の ${name} `

const signInProblems = {
  ...startUrlProblems,
  ...credentialProcessProblems,
  SIGN_IN_REQUIRED: {
    short: terms.signedOut,
    headline: (d) => (d.before === 'none' ? 'サインインしていません' : 'サインインの期限が切れました'),
    sentence: (d) =>
      `${signInName(d.session)} に${d.before === 'none' ? '' : '再度'}サインインすると、待機中のトンネルは自動で接続します。`,
  },
  SIGN_IN_DENIED: {
    short: 'サインイン拒否',
    headline: () => 'サインインが拒否されました',
    sentence: (d) =>
      `ブラウザーのページでアクセスが許可されませんでした。${signInName(d.session)} にサインインし、「アクセスを許可」を選びます。`,
  },
  SIGN_IN_OTHER_IDENTITY: {
    short: '異なる ID',
    headline: () => 'ブラウザーは別の ID でサインインしています',
    sentence: (d) =>
      `コンソールの ID は ${signInName(d.identity)} ですが、このプロファイルは ${signInName(d.session)} 用です。その ID でサインインするか、login_session を変更してください。`,
  },
  SIGN_IN_CODE_EXPIRED: {
    short: 'コード期限切れ',
    headline: () => 'サインインのコードが期限切れです',
    sentence: (d) =>
      `コードの有効期間は約 10 分です。${signInName(d.session)} にサインインすると新しいコードが出ます。`,
  },
  SIGN_IN_TIMED_OUT: {
    short: 'サインイン時間切れ',
    headline: () => 'サインインが時間内に確認されませんでした',
    sentence: (d) =>
      `ブラウザーのページで ${d.minutes} 分以内に確認されませんでした。準備ができたら ${signInName(d.session)} にサインインしてください。`,
  },
  SIGN_IN_CANCELLED: {
    short: 'サインイン取り消し',
    headline: () => 'サインインを取り消しました',
    sentence: (d) => `変更はありません。セッションが必要なときに ${signInName(d.session)} にサインインしてください。`,
  },
  SIGN_IN_CALLBACK_UNAVAILABLE: {
    short: 'ブラウザー連携不可',
    headline: () => 'ブラウザーからサインインを受け取れません',
    sentence: () => 'このコンピューターでブラウザーの応答を待ち受けられませんでした。コードでサインインしてください。',
  },
  TOKEN_REVOKED: {
    short: 'サインイン失効',
    headline: () => 'サインインが取り消されました',
    sentence: (d) =>
      `別の場所でサインアウトしたか、管理者が終了しました。${signInName(d.session)} に再度サインインしてください。`,
  },
  ROLE_NOT_ASSIGNED: {
    short: 'ロール未割り当て',
    headline: (d, around) => {
      const account = d.accountId ?? around.account
      return `${who(d.roleName ?? around.role)}は${account === undefined ? '' : `アカウント ${account} で`}割り当てられていません`
    },
    sentence: (d) => rolesThere(d.available, d.session),
  },
  PROFILE_INVALID: {
    short: 'プロファイル使用不可',
    headline: profileHeadline,
    sentence: profileSentence,
  },
  CREDENTIALS_INVALID: {
    short: '認証情報の拒否',
    headline: () => 'AWS が認証情報を拒否しました',
    sentence: credentialsSentence,
  },
  IDENTITY_CHANGED: {
    short: '別の ID',
    headline: (d) => `プロファイル ${d.profile} の行き先が以前と違います`,
    sentence: (d) =>
      `トンネルは${identityText(d.was)}用ですが、プロファイルは今${identityText(d.is)}を指しています。何も開いていません。ご自身で変更した場合だけ新しい方を使ってください。`,
  },
  SIGN_IN_UNKNOWN: {
    short: '不明なサインイン',
    headline: () => 'このサインインは設定されていません',
    sentence: (d) => `${d.session ?? d.startUrl ?? 'サインイン'} がありません。使うには追加してください。`,
  },
  SIGN_IN_IN_USE: {
    short: 'サインイン使用中',
    headline: (d) => `${d.session} は使用中です`,
    sentence: (d) =>
      `AWS の設定で次のプロファイルが使っています: ${d.profiles.join('、')}。先にそのプロファイルを変更してください。`,
  },
} as const satisfies Partial<AllProblemWords>

function clockSentence({ minutesOff }: ProblemDetails['CLOCK_SKEWED']): string {
  const rule = 'AWS は 5 分以上ずれた要求を拒否します。時計を自動設定にして再試行してください。'
  if (minutesOff === undefined) return rule
  return `時計が ${Math.abs(minutesOff)} 分${minutesOff < 0 ? '遅れて' : '進んで'}います。${rule}`
}

function deniedHeadline(details: ProblemDetails['ACCESS_DENIED']): string {
  const action = refusedActionOf(details)
  switch (refusedThingOf(details)) {
    case 'start':
      return 'このロールではこのインスタンスのセッションを開始できません'
    case 'document':
      return 'このロールではこのセッションドキュメントを使えません'
    case 'lookup':
      return `このロールでは踏み台を検索できません（${action}）`
    case 'role':
      return 'このサインインではプロファイルのロールを引き受けられません'
    case 'session':
      return `このロールではセッションを続けられません（${action}）`
    case 'instance':
      return 'このロールではインスタンスを起動できません'
    case 'other':
      return `このロールではトンネルに必要な${action === null ? '操作' : ` ${action} `}を実行できません`
  }
}

function deniedSentence(details: ProblemDetails['ACCESS_DENIED'], around: Surroundings): string {
  const { denial } = details
  const on = denial?.resource ?? details.roleArn ?? details.targetId ?? details.sessionId ?? details.document
  const otherWay = refusesOtherHosts(details) ? relayPort.instead : ''
  const action = refusedActionOf(details)
  const where = on === undefined ? '' : ` ${on} に対する`
  const lacks = `${who(around.role)}には${where}${action === null ? '必要な' : ` ${action} の`}権限がありません`
  const type = denial?.policyType ?? null
  const policy = type === null ? 'ポリシー' : policyTypes[type]
  const forbids = denial?.how === 'explicit' ? `${policy}で明示的に拒否されています。` : ''
  return `${lacks}。${forbids}管理者が許可できます。依頼文に必要な内容があります。${otherWay}`
}

const accessProblems = {
  CLOCK_SKEWED: {
    short: '時計のずれ',
    headline: () => 'このコンピューターの時計がずれています',
    sentence: clockSentence,
  },
  ACCESS_DENIED: {
    short: 'アクセス拒否',
    headline: (d) => deniedHeadline(d),
    sentence: deniedSentence,
  },
  DOCUMENT_INVALID: {
    short: 'ドキュメント拒否',
    headline: () => 'AWS がセッションドキュメントを拒否しました',
    sentence: (d) => `${d.document ?? terms.sessionDocument} が存在しないか、この設定を受け付けません。`,
  },
  DOCUMENT_PARAMETERS: {
    short: 'パラメータ誤り',
    headline: () => 'セッションドキュメントがこのパラメータを受け付けません',
    sentence: (d) =>
      [
        ...(d.parameter === undefined ? [] : [`AWS が指摘したのはパラメータ ${d.parameter} です。`]),
        `${d.document ?? terms.sessionDocument} が受け付けるパラメータと値を確認し、直してからもう一度開いてください。`,
      ].join(''),
  },
  THROTTLED: {
    short: '要求過多',
    headline: () => 'AWS が要求を制限しています',
    sentence: () => 'このアカウントからの要求が多すぎます。次の試行は少し間を空けます。',
  },
  AWS_REFUSED: {
    short: '要求の拒否',
    headline: () => 'AWS が要求を受け付けません',
    sentence: ({ aws }) => `${aws.operation ?? '呼び出し'} に ${aws.error} が返されました。`,
  },
} as const satisfies Partial<AllProblemWords>

export const problems = { ...portProblems, ...signInProblems, ...mfaProblems, ...accessProblems }

export const remedies: Record<Remedy, string> = {
  'sign-in': terms.signIn,
  'enter-code': mfa.enterCode,
  'request-access': access.request,
  retry: '今すぐ再試行',
  'edit-tunnel': 'トンネルを編集',
  'choose-target': '踏み台を選ぶ',
  'another-match': '一致する別の踏み台を使う',
  'choose-role': '別のロールを選ぶ',
  'choose-port': '別のポートを選ぶ',
  'security-groups': 'セキュリティグループを表示',
  'free-port': terms.tryAgain,
  'copy-request': '管理者への依頼文…',
  'copy-command': 'コマンドをコピー',
  'open-console': terms.openInConsole,
  'start-target': 'EC2 コンソールで起動',
  'check-network': terms.tryAgain,
  'see-network': 'ネットワークを確認',
  'check-clock': terms.tryAgain,
  'check-engine': '設定を開く',
  'open-folder': terms.openFolder,
  'use-device-code': 'コードを使う',
  'use-identity': '新しい方を使う',
  none: terms.dismiss,
}
