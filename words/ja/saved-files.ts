/** アプリのファイルに入っているもの。 */
const contents: Readonly<Record<string, string>> = {
  'tunnels.json': '保存したトンネル',
  'settings.json': '設定',
  'targets.json': 'お気に入りの接続先',
  'commands.json': '保存したコマンド',
  'known-hosts.json': '接続先のホスト鍵',
  'shells.json': '前回のタブ',
  'open-sessions.json': '前回 AWS に残したセッションの記録',
}

/** 文の中でのファイルの呼び名。 */
export function contentsOf(file: string): string {
  return contents[file] ?? `${file} の内容`
}
