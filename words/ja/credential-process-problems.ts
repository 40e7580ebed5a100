import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

type Details = ProblemDetails['CREDENTIAL_PROCESS_FAILED']

function whatItDid({ program, reason, seconds, exitCode }: Details): string {
  switch (reason) {
    case 'not-started':
      return `${program} を起動できませんでした。credential_process を確認してください。`
    case 'silent':
      return `${program} は${seconds === undefined ? '' : ` ${seconds} 秒以内に`}応答しなかったため停止しました。ここにはターミナルで尋ねるプログラムのためのターミナルがありません。`
    case 'flooded':
      return `${program} は認証情報よりはるかに多くを出力したため停止しました。`
    case 'no-terminal':
      return `${program} はターミナルで尋ねようとしましたが、ここにはありません。先に自分のターミナルで実行してから再試行してください。`
    case 'failed':
      return `${program} は${exitCode === undefined ? '途中で終了しました' : `終了コード ${exitCode} で終了しました`}。ターミナルで実行して理由を確認してください。`
    case 'no-credentials':
      return `${program} の出力はバージョン 1 の認証情報ではありません。`
    case 'ended':
      return `${program} が返した認証情報はすでに期限切れです。元になる認証情報を新しくしてください。`
  }
}

/** A program that a profile names, and that should print credentials. */
export const credentialProcessProblems = {
  CREDENTIAL_PROCESS_FAILED: {
    short: '認証情報なし',
    headline: (d) => `プロファイル ${d.profile} は認証情報を得られませんでした`,
    sentence: whatItDid,
  },
} as const satisfies Partial<AllProblemWords>
