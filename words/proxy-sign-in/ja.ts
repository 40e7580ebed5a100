import type { ProxySignInWords } from './en.ts'

/** The question for a name and password at a proxy. */
export const proxySignInJa: ProxySignInWords = {
  title: 'プロキシにサインイン',
  asks: 'AWS への経路にあるプロキシ',
  asksEnd: 'が認証を求めています。',
  gap: '',
  plain: 'このプロキシとの間は暗号化されません。',
  user: 'ユーザー名',
  password: 'パスワード',
  keep: 'キーチェーンに保存',
  checking: 'プロキシが確認しています',
  once: '一度だけ試し、このプロキシ以外には送りません。',
  continue: 'サインイン',
  refused: {
    'not-accepted': '認証に失敗しました。繰り返すとアカウントがロックされることがあります。',
    kept: '保存したパスワードはもう使えません。',
    ended: 'このパスワードはもう使えません。',
    'same-again': 'すでに拒否された組み合わせのため、送信していません。',
    'no-answer': 'プロキシが応答しません。もう一度お試しください。',
  },
}
