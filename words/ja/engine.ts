import { terms } from './terms.ts'
import type { pluginSettings as englishWords } from '../en/engine.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { ProblemWords } from '../problem-words.ts'

const otherwise = 'プラグインを入れ直すか、設定で別のファイルを選ぶか、内蔵エンジンを使ってください。'

const inBrackets = (ending: string | undefined): string => (ending === undefined ? '' : `（${ending}）`)

type Unusable = ProblemDetails['ENGINE_UNUSABLE']
type Failed = ProblemDetails['ENGINE_FAILED']

const unusable: { readonly [R in Unusable['reason']]: (plugin: string, details: Unusable) => string } = {
  'not-absolute': (plugin) => `${plugin} は完全なパスではありません。ファイルを選び直すか、選択を解除してください。`,
  'path-refused': (plugin) =>
    `${plugin} は別のコンピューターかデバイスを指しています。Culvert はこのコンピューターのプログラムだけを実行します。先にコピーしてください。`,
  'writable-by-others': (plugin, { where = plugin }) =>
    `${where} にはほかのユーザーも書き込めるため、${plugin} が置き換えられるおそれがあります。書き込み権限を外すか、別の場所のファイルを選んでください。`,
  'not-executable': (plugin) =>
    `${plugin} は実行できるプログラムではありません。session-manager-plugin のファイルを指定してください。`,
  'not-a-version': (plugin) => `${plugin} はバージョンを返さないため、プラグインではありません。${otherwise}`,
  'no-answer': (plugin) => `${plugin} は 5 秒以内にバージョンを返しませんでした。${otherwise}`,
  failed: (plugin, { ending }) => `${plugin} はバージョンを返しませんでした${inBrackets(ending)}。${otherwise}`,
  changed: (plugin) =>
    `${plugin} は Culvert が確認したときのファイルと異なるため、起動しませんでした。更新した場合は再試行してください。`,
  'signature-broken': (plugin) =>
    `${plugin} の署名がファイルと一致しません。署名後に変更されたか、このコンピューターで信頼されていません。${otherwise}`,
  'too-old': (plugin, { version = '' }) =>
    `${plugin}（バージョン ${version}）はセッションのトークンを他のプログラムから読める形で受け取ります。1.2.764 以降を入れるか、内蔵エンジンを使ってください。`,
}

const failed: { readonly [R in Failed['reason']]: (plugin: string, details: Failed) => string } = {
  silent: (plugin) => `${plugin} は起動後 5 秒間、何も出力しませんでした。${otherwise}`,
  listen: (plugin) => `${plugin} はローカルポートを開けませんでした。再試行するか、内蔵エンジンを使ってください。`,
  'port-closed': (plugin) =>
    `${plugin} が接続を受け付けなくなりました。再試行し、繰り返す場合は内蔵エンジンを使ってください。`,
  'no-terminal': () => 'このコンピューターではセッション用の端末を開けませんでした。再試行してください。',
  'not-understood': (plugin) => `${plugin} の出力を Culvert が理解できません。${otherwise}`,
  ended: (plugin, { ending }) => `${plugin} ではセッションの準備ができませんでした${inBrackets(ending)}。${otherwise}`,
  'not-started': (plugin) =>
    `${plugin} を起動できませんでした。再試行し、繰り返す場合はコンピューターを再起動してください。`,
  'cannot-start': (plugin) => `${plugin} はセッションを開始できませんでした。${otherwise}`,
  'bad-stream': () =>
    'エージェントから届いたデータを読み取れないため、セッションを終了しました。次のクライアントは新しいセッションを使います。',
  'no-bytes': (plugin) =>
    `${plugin} はデータを受け取りましたが、何も返しませんでした。次のクライアントは新しいセッションを使います。繰り返す場合は接続先を確認するか、内蔵エンジンを使ってください。`,
}

export function engineUnusable(details: Unusable): string {
  return unusable[details.reason](details.path, details)
}

/** ENGINE_FAILED in one or two sentences. */
export function engineFailure(details: Failed): string {
  return failed[details.reason](details.path ?? 'プラグイン', details)
}

/** A bastion whose agent named what is not the session's. */
export const distrustedAgent: ProblemWords<'AGENT_DISTRUSTED'> = {
  short: '信頼できない踏み台',
  headline: () => '踏み台が別のポートを名乗りました',
  sentence: ({ port }) =>
    `踏み台がこのコンピューターの${port === undefined ? 'ソケット' : `ポート ${port} `}をセッションのものと偽ったため、セッションを終了しました。エージェントが改ざんされている可能性があります。管理者に知らせてください。`,
}

/** ENGINE_NOT_FOUND: of the path that was chosen, or of every place where it is usually installed. */
export function engineMissing({ path }: ProblemDetails['ENGINE_NOT_FOUND']): string {
  return path === undefined
    ? 'このトンネルは公式プラグインを指定しています。インストールするか、内蔵エンジンを使ってください。'
    : `${path} にファイルがありません。設定で選び直すか、選択を解除すると Culvert が自動で探します。`
}

export const pluginSettings: typeof englishWords = {
  engine: terms.engine,
  engineHelp:
    '「自動」は内蔵エンジンを使います。切断やスリープの後も接続が続きます。AWS 純正のプログラムが必要な場合はプラグインを選びます。',
  outcome: '新しいセッション',
  outcomes: {
    help: '開いているセッションは変わりません。トンネルごとにも選べます。',
    mayBeRefused: 'このバージョンは AWS に拒否されることがあります。更新するか「自動」を選んでください。',
    cannotStart: 'セッションを開始できません。「自動」を選ぶか、下のプラグインを直してください。',
    plugin: (version) => `プラグイン ${version}`,
    looking: terms.lookingForPlugin,
    unchecked: '使えるバージョンならプラグイン',
    builtin: '内蔵エンジン',
    none: '使えるエンジンなし',
  },
  pluginStatus: 'このコンピューターのプラグイン',
  pluginStates: {
    looking: { title: terms.lookingForPlugin, text: '' },
    missing: {
      title: '見つかりません',
      text: '通常のインストール先を探しました。プラグインがなくても、内蔵エンジンが同じ働きをします。',
    },
    unchecked: { title: '見つかりました', text: 'バージョンは最初のセッションの前に確認します。' },
    broken: '動作しません',
    good: (version) => ({ title: `バージョン ${version}`, text: '' }),
    old: (version) => ({
      title: `バージョン ${version}（推奨の 1.2.764 より古い）`,
      text: 'AWS に拒否されることがあります。選ぶ前に更新してください。',
    }),
    'too-old': (version) => ({
      title: `バージョン ${version} は古すぎて使えません`,
      text: 'セッションのトークンを他のプログラムから読める形で受け取るため、Culvert は起動しません。',
    }),
  },
  plugin: 'プラグインのファイル',
  pluginHelp: '通常のインストール先にない場合は、session-manager-plugin を自分で選びます。',
  pluginByItself: '自動で検出',
  pluginClear: terms.clear,
  pluginChoose: '選択…',
  choosePlugin: { title: 'session-manager-plugin を選択', button: '選択' },
  pluginCheck: '今すぐ確認',
  pluginSearch: 'PATH から探す',
  pluginGuide: 'インストール方法',
  pluginUpdate: '更新方法',
}
