import type { ProblemFacts } from '../problem-facts.ts'

const reasons: Readonly<Record<string, string>> = {
  missing: 'このプロファイルは存在しません',
  'section-not-closed': 'セクション名の角かっこが閉じていません',
  'section-without-name': 'セクションに名前がありません',
  'section-twice': '同じセクションが 2 つあります',
  'setting-before-section': '最初のセクションより前に設定があります',
  'no-equals-sign': '等号がありません',
  'key-missing': '必要な設定がありません',
  'value-invalid': '値が正しくありません',
  'session-missing': '指定された sso-session がありません',
  'contradicts-session': 'sso-session の設定と食い違っています',
  'source-missing': '元になるプロファイルがありません',
  'source-cycle': '元になるプロファイルが循環しています',
  'no-credentials': '認証情報の取得方法が書かれていません',
  'mfa-not-supported': 'MFA コードが必要ですが、Culvert はまだ対応していません',
  'not-written': 'ファイルに書き込めませんでした',
}

/** 日本語では「ファイルの行: 理由」の順に述べる。 */
export function profileSentence({ file, line, reason }: ProblemFacts): string {
  const why = reason === undefined ? undefined : reasons[reason]
  if (file === undefined || line === undefined) {
    return `${why ?? '設定に誤りがあります'}。別のアカウントとロールを選んでください。`
  }
  return `${file} の ${line} 行目: ${why ?? 'このままでは使えません'}。`
}
