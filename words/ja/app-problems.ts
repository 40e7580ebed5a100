import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'
import { refusalProblem } from './refusals.ts'
import { contentsOf } from './saved-files.ts'
import { terms } from './terms.ts'
import { fileNotWritten, theReason, whyNotWritten } from './write-reasons.ts'

function startedHow(file: string): string {
  if (file === 'settings.json') return '既定の設定で開始しました'
  return file === 'tunnels.json' ? '空の一覧で開始しました' : 'これらなしで開始しました'
}

function notWrittenCost(file: string): string {
  if (file === 'settings.json') return '設定は元のままです。'
  return file === 'tunnels.json'
    ? 'それまでトンネルの追加と変更はできず、開いているポートの記録は Culvert を終了すると失われます。'
    : `それまで${contentsOf(file)}の変更は Culvert を終了すると失われます。`
}

function corrupt({ file, keptAs, names, reason }: ProblemDetails['CATALOG_CORRUPT']): string {
  const missing =
    names === undefined || file !== 'tunnels.json'
      ? `${startedHow(file)}。`
      : `読み込めなかったもの: ${names.join('、')}。`
  const kept =
    keptAs === undefined
      ? `ファイルはそのまま残し（${reason}）、上書きしません。`
      : `破損したファイルは ${keptAs} として残しました。`
  return `${kept}${missing}`
}

/** Words for what concerns the app's own house: its files, its input. */
export const appProblems = {
  CATALOG_CORRUPT: {
    short: '保存内容の破損',
    headline: (d) => `${contentsOf(d.file)}${d.names === undefined ? '' : 'の一部'}を読み込めませんでした`,
    sentence: corrupt,
  },
  CATALOG_NEWER: {
    short: '新しい版で保存',
    headline: (d) => `${contentsOf(d.file)}は新しい Culvert のものです`,
    sentence: (d) =>
      `形式は ${d.version} で、この Culvert の形式は ${d.known} です。変更せずに残しました。使うには Culvert を更新してください。`,
  },
  CATALOG_NOT_WRITTEN: {
    short: '未保存',
    headline: () => '変更を保存できませんでした',
    sentence: (d) => {
      return `${d.file} に書き込めません: ${whyNotWritten(d.reason)}。${notWrittenCost(d.file)}`
    },
  },
  TOKEN_NOT_WRITTEN: {
    short: 'サインイン未保存',
    headline: (d) => `${d.session} へのサインインを保存できませんでした`,
    sentence: (d) => {
      const cost = 'Culvert を終了するまではサインインしたままです'
      if (d.file === undefined) return `${cost}。キーチェーンに保存できません: ${whyNotWritten(d.reason)}。`
      return `${cost}が、ほかの AWS ツールでは使えません。${d.file} に書き込めません: ${whyNotWritten(d.reason)}。その後、もう一度サインインします。`
    },
  },
  TOKEN_NOT_REMOVED: {
    short: 'サインイン未削除',
    headline: (d) => `${d.session} へのサインインがこのコンピューターに残っています`,
    sentence: (d) => {
      const cost = 'Culvert はもう使わず、AWS にも終了を伝えました'
      if (d.file === undefined) return `${cost}。キーチェーンから削除できません: ${d.reason}。`
      return `${cost}。${d.file} を削除できません: ${whyNotWritten(d.reason)}。その後、削除してください。`
    },
  },
  LOGIN_ITEM_NOT_CHANGED: {
    short: '自動起動は未変更',
    headline: () => 'ログイン時の起動を変更できませんでした',
    sentence: ({ file, reason }) =>
      file === undefined
        ? 'この Culvert からはシステムが受け付けません。インストールするか、システムの設定で追加してください。'
        : fileNotWritten(file, reason),
  },
  SSH_CONFIG_NOT_WRITTEN: {
    short: 'ssh の設定は未変更',
    headline: () => 'ssh の設定を変更できませんでした',
    sentence: ({ file, reason }) =>
      reason === 'edit-unsafe'
        ? `${file} は ssh が読める形式ではないため、変更していません。BOM なしの UTF-8 で保存してください。`
        : fileNotWritten(file, reason),
  },
  AWS_CONFIG_NOT_WRITTEN: {
    short: 'AWS の設定は未変更',
    headline: () => terms.configNotChanged,
    sentence: ({ file, reason }) =>
      reason === 'edit-unsafe'
        ? `ほかのツールでの意味を変えずに ${file} を変更できないため、そのままにしました。プロファイルは手作業で追加してください。`
        : fileNotWritten(file, reason),
  },
  RECORDING_NOT_WRITTEN: {
    short: '記録不可',
    headline: (d) => (d.when === 'start' ? 'シェルを記録できません' : '記録を続けられないため、シェルを終了しました'),
    sentence: (d) => {
      const cost =
        d.when === 'start' ? 'ここでは、記録できないシェルは開きません。' : 'それまでの表示内容は残っています。'
      return `記録を書き込めません: ${whyNotWritten(d.reason)}。${cost}`
    },
  },
  RECORDING_UNREADABLE: {
    short: '読み取り不可',
    headline: (d) => (d.reason === 'gone' ? '記録はもうありません' : '記録を読み取れませんでした'),
    sentence: (d) =>
      ({
        gone: 'その間に削除されました。',
        newer: '新しい Culvert の記録です。変更せずに残しました。再生するには Culvert を更新してください。',
        'not-ours': 'ファイルが破損しているか、Culvert のものではありません。変更せずに残しました。',
        system: `システムから読み取れません${d.said === undefined ? '' : `: ${d.said}`}。`,
      })[d.reason],
  },
  RECORDING_NOT_CHANGED: {
    short: '未実行',
    headline: (d) => (d.task === 'delete' ? '記録を削除できませんでした' : '記録を書き出せませんでした'),
    sentence: (d) => (d.reason === 'live' ? '記録中です。先にシェルを閉じてください。' : theReason(d.reason)),
  },
  ACTIVITY_NOT_WRITTEN: {
    short: '履歴の書き込み不可',
    headline: (d) => (d.task === 'keep' ? '履歴が保存されていません' : '履歴を書き出せませんでした'),
    sentence: (d) => theReason(d.reason),
  },
  CONNECTIONS_OPEN: {
    short: '接続あり',
    headline: (d) => `${d.connections} 接続が開いています`,
    sentence: () => '接続が切れるため、何も行いませんでした。',
  },
  CLIENT_REFUSED: refusalProblem,
  SHELL_UNKNOWN: {
    short: '不明なシェル',
    headline: () => 'このシェルはもうありません',
    sentence: () => 'その間に閉じられました。',
  },
  SHELL_NOT_OPEN: {
    short: '未接続',
    headline: () => 'このシェルはまだ開いていません',
    sentence: () => 'セッションが始まるまで表示できるものはありません。',
  },
  SHELLS_TOO_MANY: {
    short: 'シェルが多すぎます',
    headline: () => 'これ以上シェルを開けません',
    sentence: ({ most }) => `すでに ${most} 個開いています。どれかを閉じてください。`,
  },
  FILES_UNKNOWN: {
    short: '不明',
    headline: () => 'このファイル画面はもうありません',
    sentence: () => 'その間に閉じられました。',
  },
  FILES_NOT_OPEN: {
    short: '未接続',
    headline: () => '接続先とのセッションが開いていません',
    sentence: () => '開き直すと、ファイルを表示できます。',
  },
  FILES_TOO_MANY: {
    short: '多すぎます',
    headline: (d) => (d.what === 'sessions' ? 'これ以上接続先を開けません' : 'これ以上転送を追加できません'),
    sentence: (d) =>
      d.what === 'sessions'
        ? `すでに ${d.most} 件開いています。どれかを閉じてください。`
        : `一度に ${d.most} 件までです。フォルダーにまとめるか、終わった転送を消去してください。`,
  },
  TRANSFER_NOT_LOGGED: {
    short: '転送の記録不可',
    headline: () => 'ファイル転送を記録できません',
    sentence: ({ reason }) =>
      `この環境では、記録できないファイル転送は行いません（${reason}）。記録のフォルダーを確認してからやり直してください。`,
  },
  FILES_SHELL_UNUSABLE: {
    short: '転送不可',
    headline: () => 'この接続先のシェルではファイルを転送できません',
    sentence: (d) =>
      d.missing === undefined
        ? 'POSIX シェルとして応答しません。接続先に SSH サーバーがあれば転送できます。'
        : `接続先に ${d.missing} がありません。インストールするか、SSH サーバーを動かしてください。`,
  },
  SSH_HOST_KEY_CHANGED: {
    short: 'ホスト鍵の変更',
    headline: (d) =>
      d.known === ''
        ? `${d.targetId} の SSH ホスト鍵を照合できません`
        : `${d.targetId} の SSH ホスト鍵が前回と異なります`,
    sentence: (d) =>
      d.known === ''
        ? `known-hosts.json から前回の鍵を読み取れません。今回は ${d.found} です。何も送信していません。正しい鍵であれば、古い鍵を削除してください。`
        : `前回は ${d.known}、今回は ${d.found} です。何も送信していません。接続先を作り直した場合は、古い鍵を削除してください。`,
  },
  FILE_FORBIDDEN: {
    short: '権限なし',
    headline: (d) => `${d.name} を開く権限がありません`,
    sentence: (d) =>
      d.side === 'here' ? 'このコンピューターで許可されていません。' : '接続先のユーザーに許可されていません。',
  },
  FILE_GONE: {
    short: '見つかりません',
    headline: (d) => `${d.name} が見つかりません`,
    sentence: (d) => `${d.side === 'here' ? 'このコンピューター' : '接続先'}で移動または削除されました。`,
  },
  FILE_CHANGED: {
    short: '変更あり',
    headline: (d) => `コピー中に ${d.name} が変更されました`,
    sentence: () => '内容が混ざるため、コピーは残していません。書き込みが終わってからやり直してください。',
  },
  DISK_FULL: {
    short: '空きなし',
    headline: (d) => `${d.side === 'here' ? 'このコンピューター' : '接続先'}のディスクに空きがありません`,
    sentence: (d) => `${d.name} を置く場所がありません。空きを作ってからやり直してください。`,
  },
  FILE_FAILED: {
    short: '未完了',
    headline: (d) => `${d.name} をコピーできませんでした`,
    sentence: (d) => `${d.side === 'here' ? 'このコンピューター' : '接続先'}の応答: ${d.reason}。`,
  },
  COMMANDS_TOO_MANY: {
    short: 'コマンドが多すぎます',
    headline: () => 'これ以上コマンドを保存できません',
    sentence: ({ most }) => `すでに ${most} 個保存されています。どれかを削除してください。`,
  },
  PRODUCTION_NOT_AGREED: {
    short: '未確認',
    headline: ({ account }) => `${account} は本番のため、開きませんでした`,
    sentence: () => '本番では、アカウントごとに 1 日 1 回確認します。',
  },
  TUNNEL_UNKNOWN: {
    short: '不明なトンネル',
    headline: () => 'このトンネルはもうありません',
    sentence: () => 'その間に削除されました。',
  },
  INPUT_INVALID: {
    short: '入力の誤り',
    headline: () => '入力内容に誤りがあります',
    sentence: (d) =>
      `印の付いた項目を確認してください${d.path === undefined || d.path === '' ? '' : `（${d.path}）`}。`,
  },
  INTERNAL: {
    short: '内部エラー',
    headline: () => 'Culvert の内部で問題が起きました',
    sentence: () => 'これは不具合です。詳細はログにあります。',
  },
} as const satisfies Partial<AllProblemWords>
