import { deviceName } from '#domain/mfa/code.ts'
import type { AllProblemWords } from '../problem-words.ts'
import type { mfa as english } from '../en/mfa.ts'
import { terms } from './terms.ts'

export const mfa: typeof english = {
  enterCode: 'コードを入力',
  gap: '',
  title: (profile) => `${profile} のコード`,
  from: 'デバイス',
  fromEnd: ' のコードです。',
  waits: 'クライアントが',
  waitsEnd: ' で待っています。',
  waitsMore: (left) => `クライアントはあと ${left}待ちます。`,
  others: (more) => `ほかに ${more} 件のトンネルも待っています。`,
  sendsItself: '6 桁で自動送信します。',
  notKept: 'コードは保存しません',
  code: terms.code,
  checking: 'AWS がコードを確認しています',
  continue: terms.continue,
  nextIn: (seconds) => `次のコードまで ${seconds} 秒です。`,
  nextIsThere: '次のコードが表示されています。',
  refused: {
    'not-six-digits': () => 'コードは 6 桁の数字です。',
    'sent-before': () => 'このコードは送信済みです。コードは 1 回しか使えません。',
    clock: (seconds) =>
      `受け付けられません。このコンピューターの時計が ${Math.abs(seconds)} 秒${seconds > 0 ? '進んで' : '遅れて'}います。コードをここで作る場合は時計を合わせてください。`,
    'not-accepted': () => '受け付けられません。',
  },
  needed: (profile, device) => `${profile} には ${device} のコードが必要です。`,
  waiting: terms.waitingForCode,
  tray: (device) => `${device} のコードを入力…`,
}

const device = (serial: string): string => `デバイス ${deviceName(serial)}`

export const mfaProblems = {
  MFA_CODE_REQUIRED: {
    short: 'コードが必要',
    headline: (d) => `${d.profile} にはコードが必要です`,
    sentence: (d) =>
      `${d.before === 'ended' ? '前回のコードの期限が切れました。' : ''}${device(d.serial)} に表示されるコードを入力すると、待機中のトンネルは自動で接続します。`,
  },
  MFA_CODE_REFUSED: {
    short: 'コードの不承認',
    headline: (d) => `${d.profile} のコードが受け付けられませんでした`,
    sentence: (d) =>
      `${mfa.refused[d.reason](d.secondsOff ?? 0)}${device(d.serial)} に次のコードが表示されるまで待って、入力してください。`,
  },
  MFA_NOT_ANSWERED: {
    short: 'コード未入力',
    headline: (d) => `${d.profile} のコードが入力されませんでした`,
    sentence: (d) =>
      `${d.how === 'cancelled' || d.minutes === undefined ? '入力画面が閉じられました。' : `${d.minutes} 分以内に入力されませんでした。`}セッションが必要なときに${device(d.serial)} のコードを入力してください。`,
  },
  MFA_DEVICE_REFUSED: {
    short: 'MFA デバイスの誤り',
    headline: (d) => `${d.profile} ではこのデバイスのコードを使えません`,
    sentence: (d) =>
      `${d.serial} は、プロファイルの元になるキーのユーザーのデバイスではありません。AWS の設定ファイルの mfa_serial を直してください。`,
  },
} as const satisfies Partial<AllProblemWords>
