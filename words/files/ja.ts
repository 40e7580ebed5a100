import type { FileWords } from './en.ts'

export const filesJa: FileWords = {
  sendFiles: { title: '送信するファイルを選択', button: '送信' },
  sendFolders: { title: '送信するフォルダーを選択', button: '送信' },
  saveInto: { title: '保存先のフォルダーを選択', button: 'ここに保存' },
  forgetHostKey: {
    message: (target) => `${target} の SSH ホスト鍵を削除しますか？`,
    detail: (known, found) =>
      `前回は ${known}、今回は ${found} です。マシンを作り直した場合は問題ありません。心当たりがない場合は、続ける前に確認してください。`,
    cancel: '残す',
    action: '削除',
  },
}
