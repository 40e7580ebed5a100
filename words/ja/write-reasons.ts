const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', '書き込みの権限がありません。アクセス権を変更してください'],
  ['EPERM', '書き込みの権限がありません。アクセス権を変更してください'],
  ['EROFS', 'ディスクが読み取り専用です。書き込めるようにしてください'],
  ['ENOSPC', 'ディスクに空きがありません。空きを増やしてください'],
  ['EDQUOT', 'ディスクに空きがありません。空きを増やしてください'],
  ['EISDIR', '同じ名前のフォルダーがあります。別の場所へ移してください'],
  ['ERR_FS_EISDIR', '同じ名前のフォルダーがあります。別の場所へ移してください'],
  ['ENOTDIR', 'フォルダーの場所にファイルがあります。別の場所へ移してください'],
  ['EEXIST', 'フォルダーの場所にファイルがあります。別の場所へ移してください'],
  ['no-keychain', 'このコンピューターにはありません。Linux では Secret Service を起動してください'],
])

/** 書き込めなかった理由と対処。 */
export function whyNotWritten(reason: string): string {
  const known = reasons.get(reason)
  if (known === undefined) return reason
  return /^[A-Z_]+$/.test(reason) ? `${known}（${reason}）` : known
}

/** 見出しに続く、理由だけの文。 */
export function theReason(reason: string): string {
  return `理由: ${whyNotWritten(reason)}。`
}

export function fileNotWritten(file: string, reason: string): string {
  return `${file} を変更できません: ${whyNotWritten(reason)}。`
}
