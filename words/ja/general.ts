import { terms } from './terms.ts'
import type { general as english } from '../en/general.ts'

const span = (hours: number, minutes: number, seconds: number): string => {
  if (hours > 0) return minutes > 0 ? `${hours} 時間 ${minutes} 分` : `${hours} 時間`
  if (minutes > 0) return terms.minutes(minutes)
  return seconds > 0 ? terms.seconds(seconds) : `${terms.seconds(1)}未満`
}

export const general: typeof english = {
  span,
  connections: (value) => `${value} 接続`,
  environments: { production: '本番', staging: 'ステージング', development: '開発' },
  kinds: { postgresql: 'PostgreSQL', mysql: 'MySQL', redis: 'Redis', opensearch: 'OpenSearch', tcp: 'その他の TCP' },
  listSeparator: '、',
  lead: (headline) => `${headline}。`,
  close: '閉じる',
  cancel: 'キャンセル',
  copy: 'コピー',
  copyOf: (what) => `${what} をコピー`,
  copied: (text) => `${text} をコピーしました`,
  copiedLong: 'コピーしました',
  dismiss: terms.dismiss,
  retry: '再試行',
  showRegions: 'リージョンを表示',
  more: 'その他',
  diff: { gap: (lines) => `${lines} 行は変更なし`, said: { added: '追加:', removed: '削除:' } },
  optional: '任意',
  cannotStart: 'Culvert を起動できません',
  pageFailed: {
    message: 'ウィンドウが続けて異常終了しました',
    detail: 'トンネルとシェルは動作を続けています。詳細はログにあります。',
    again: 'もう一度開く',
    close: 'ウィンドウを閉じる',
  },
  folderReadOnly: (folder) =>
    `トンネルと設定の保存先 ${folder} に書き込めません。書き込めるフォルダーにしてから、もう一度起動してください。`,
  startRefused: {
    'without-sandbox': (name) =>
      `--${name} が指定され、ウインドウがサンドボックスの外で動くことになるため、起動を中止しました。ユーザー名前空間を使えない環境では、AppImage がこれを自動で付けます。その場合は .deb または .rpm パッケージをインストールしてください。`,
    'opened-up': (name) =>
      `--${name} が指定され、ほかのプログラムが中に入れる状態になるため、起動を中止しました。指定を外して起動してください。ソースからビルドしたものだけが受け付けます。`,
  },
  resizePanel: 'パネルの幅',
  nav: {
    label: 'メイン',
    tunnels: terms.tunnels,
    activity: terms.activity,
    shells: terms.shells,
    settings: terms.settings,
    environments: '環境',
    collapse: 'サイドバーを隠す',
    expand: 'サイドバーを表示',
  },
  rates: {
    in: (rate) => `受信 ${rate}`,
    out: (rate) => `送信 ${rate}`,
    sessions: (open) => (open === 0 ? 'セッションなし' : `セッション ${open} 件`),
  },
  banner: {
    offline: 'ネットワークがありません。ポートは開いたままで、復旧するとセッションを再開します。',
    ending: (left) => `あと ${left}でサインインが切れます。開いているセッションは続きますが、新しく開始できません。`,
    renew: 'サインインを更新',
    signedOut: (name) =>
      `${name} からサインアウトしています。ポートは開いたままですが、新しいセッションにはサインインが必要です。`,
    waiting: (name) => `ブラウザーで ${name} へのサインインを確認してください。`,
    show: terms.show,
  },
  engines: { auto: '自動', builtin: '内蔵', plugin: 'Session Manager プラグイン' },
}
