import type { CertificateFault } from '#contract/proxy-problems.ts'
import type { AllProblemWords } from '../problem-words.ts'
import { schemeName } from '../proxy-schemes.ts'

/** What is wrong with a file of certificates, after its name, and what to do. */
const faults: Readonly<Record<CertificateFault, string>> = {
  unreadable: 'を読み取れません。元の場所に戻すか、ネットワークの設定で別のファイルを選んでください。',
  binary: 'はテキスト形式ではありません。証明書を PEM（Base64）で書き出し、そのファイルを選んでください。',
  'no-certificate': 'に証明書が含まれていません。会社の認証局の PEM ファイルを選んでください。',
  expired: 'の証明書はすべて期限切れです。新しい証明書をネットワーク担当者に依頼してください。',
}

/** Words for proxies, and for whom TLS trusts. */
export const networkProblems = {
  PROXY_UNUSABLE: {
    short: 'プロキシを使えない',
    headline: () => 'AWS へのプロキシを使えません',
    sentence: ({ scheme, variable }) =>
      scheme === undefined
        ? `${variable} がアドレスではありません。http://proxy.example.com:3128 の形で設定し、Culvert を起動し直してください。`
        : `${variable} は ${scheme} のプロキシです。Culvert が使えるのは http、https、socks5 のプロキシです。`,
  },
  PROXY_SIGN_IN: {
    short: 'プロキシの認証が必要',
    headline: () => 'プロキシが名前とパスワードを求めています',
    sentence: ({ schemes }) =>
      schemes.length > 0 && !schemes.includes('basic')
        ? `このプロキシの認証方式は ${schemes.map(schemeName).join('、')} だけで、Culvert は対応していません。AWS の除外をネットワーク担当者に依頼するか、cntlm や px などの代理認証プロキシを使ってください。`
        : 'ネットワークの画面でサインインしてください。HTTPS_PROXY に名前とパスワードがある場合は、修正して Culvert を起動し直してください。対応するのは Basic 認証で、NTLM と Kerberos には対応していません。',
  },
  PROXY_REFUSED: {
    short: 'プロキシが拒否',
    headline: () => 'プロキシが AWS への接続を通しません',
    sentence: ({ status }) =>
      `接続が拒否されました${status === undefined ? '' : `（HTTP ${status}）`}。許可が必要なホストはネットワークの画面で確認できます。`,
  },
  CERTIFICATE_FILE_UNUSABLE: {
    short: '証明書ファイルを使えない',
    headline: () => '証明書ファイルを使えません',
    sentence: ({ path, reason }) =>
      `${path} ${faults[reason]}それまでは、このコンピューターが信頼する認証局だけを信頼します。`,
  },
} as const satisfies Partial<AllProblemWords>
