import { signInName } from '#domain/console-sign-in/console-session.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

const wrongSentence = ({ startUrl, region, isIn, session }: ProblemDetails['START_URL_WRONG']): string =>
  isIn === undefined
    ? `${region} には ${startUrl} のアクセスポータルがありません。${signInName(session)} のアドレスとリージョンを確認してください。`
    : `${startUrl} のアクセスポータルは ${isIn} にありますが、${signInName(session)} は ${region} に設定されています。リージョンを変更してください。`

const nothingOpened = '何も開いていません。アドレスを確認するか、社内の AWS 担当者に問い合わせてください。'

function elsewhereSentence({ startUrl, why, leadsTo = '別のホスト' }: ProblemDetails['START_URL_ELSEWHERE']): string {
  switch (why) {
    case 'elsewhere':
      return `${startUrl} の転送先 ${leadsTo} は AWS のアクセスポータルではありません。${nothingOpened}`
    case 'unsafe':
      return `${startUrl} から ${leadsTo} への転送は安全ではありません。${nothingOpened}`
    case 'nowhere':
      return `${startUrl} は AWS のアドレスではなく、アクセスポータルにも転送されません。${nothingOpened}`
    case 'circle':
      return `${startUrl} は転送を繰り返し、アクセスポータルに着きません。${nothingOpened}`
  }
}

/** Of addresses at which nobody can sign in. */
export const startUrlProblems = {
  START_URL_WRONG: {
    short: '開始 URL の誤り',
    headline: () => 'この開始 URL は IAM Identity Center ではありません',
    sentence: wrongSentence,
  },
  START_URL_ELSEWHERE: {
    short: 'AWS 以外のポータル',
    headline: () => 'この開始 URL は AWS のアクセスポータルではありません',
    sentence: elsewhereSentence,
  },
} as const satisfies Partial<AllProblemWords>
