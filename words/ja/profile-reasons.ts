import type { ProblemDetails } from '#contract/problem.ts'
import { terms } from './terms.ts'
import { whyNotWritten } from './write-reasons.ts'

type Details = ProblemDetails['PROFILE_INVALID']

const reasons: { readonly [R in Details['reason']]: (details: Details) => string } = {
  'not-chosen': () => 'トンネルにロールがなく、プロファイルも選ばれていません',
  missing: ({ profile }) => `プロファイル${profile === undefined ? '' : ` ${profile} `}は存在しません`,
  'byte-order-mark': () => 'ファイルの先頭に BOM があり、AWS CLI では読み取れません',
  'not-utf8': () => 'ファイルが UTF-8 ではないため、AWS のツールで読み取れないことがあります',
  'not-readable': () => 'ファイルを読み取れません',
  'section-not-closed': () => 'セクション名の角かっこが閉じていません',
  'section-without-name': () => 'セクションに名前がありません',
  'section-twice': () => '同じセクションが 2 つあり、AWS CLI ではファイルを読み取れません',
  'key-twice': () => '同じ設定が 2 つあり、AWS CLI ではファイルを読み取れません',
  'setting-before-section': () => '最初のセクションより前に設定があります',
  'no-equals-sign': () => '等号がありません',
  'nested-without-equals': () => '下の字下げされた行に等号がありません',
  'key-missing': ({ key }) => `${key ?? '必要な設定'}がありません`,
  'value-invalid': ({ key }) => `${key === undefined ? '' : `${key} の`}値が正しくありません`,
  'session-missing': ({ session }) => `sso-session ${session === undefined ? '' : `${session} `}は存在しません`,
  'session-invalid': ({ session }) =>
    `sso-session ${session === undefined ? '' : `${session} `}はこのままでは使えません`,
  'contradicts-session': ({ key }) => `${key === undefined ? '' : `${key} が `}sso-session の設定と食い違っています`,
  'source-missing': ({ source }) => `元になるプロファイル ${source === undefined ? '' : `${source} `}は存在しません`,
  'source-cycle': () => '元になるプロファイルが循環しています',
  'source-twice': () => 'source_profile と credential_source の両方が書かれています',
  'keys-unused': () =>
    'SSO でサインインするため、このアクセスキーは使いません。ほかのツールはこのキーを使い、別のアカウントにつながることがあります',
  'no-credentials': () => '認証情報の取得方法が書かれていません',
  refused: ({ aws }) => `AWS が設定を受け付けません${aws === undefined ? '' : `（${aws.error}）`}`,
  'not-written': ({ said }) => `ファイルに書き込めません${said === undefined ? '' : `: ${whyNotWritten(said)}`}`,
  'edit-unsafe': () => 'ほかの設定の意味を変えずに書き込むことができません。サインインは手作業で追加してください',
}

/** 理由だけを述べる。 */
export function profileReason(details: Details): string {
  return `${reasons[details.reason](details)}。`
}

/** 日本語でも「どこの: 理由」の順に述べる。 */
export function profileSentence(details: Details): string {
  const { file, line, reason, profile, session } = details
  const why = reasons[reason](details)
  if (file !== undefined && line !== undefined) {
    const name = file.split(/[\\/]/).at(-1)
    const place = name === 'config' ? `${line} 行目` : `${name} の ${line} 行目`
    if (profile !== undefined) return `プロファイル ${profile}（${place}）: ${why}。`
    if (session !== undefined) return `sso-session ${session}（${place}）: ${why}。`
    return `${file} の ${line} 行目: ${why}。`
  }
  if (reason === 'not-written') return `${why}（${file}）。入力したサインインは Culvert を終了すると失われます。`
  return file === undefined ? `${why}。別のアカウントとロールを選んでください。` : `${why}（${file}）。`
}

/** 見出し。 */
export function profileHeadline({ profile, reason }: Details): string {
  if (reason === 'not-written' || reason === 'edit-unsafe') return terms.configNotChanged
  if (profile === undefined) return 'AWS プロファイルを使えません'
  return reason === 'keys-unused'
    ? `AWS プロファイル ${profile} の設定が食い違っています`
    : `AWS プロファイル ${profile} を使えません`
}
