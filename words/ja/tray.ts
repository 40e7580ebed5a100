import { terms } from './terms.ts'
import type { tray as english } from '../en/tray.ts'

export const tray: typeof english = {
  more: (count) => `ほか ${count} 件`,
  inWindow: (count) => `ほか ${count} 件はウインドウで`,
  armEnvironment: '環境をまとめて待ち受け',
  openShell: terms.openShell,
  chooseTarget: '接続先を選択…',
  stopAll: 'すべてのトンネルを停止',
  open: 'Culvert を開く',
  signInAgain: 'もう一度サインイン…',
  tooltip: {
    idle: 'Culvert: 開いているポートはありません',
    armed: 'Culvert: ポートを開いています',
    open: 'Culvert: セッションが開いています',
    attention: 'Culvert: 確認が必要です',
  },
}
