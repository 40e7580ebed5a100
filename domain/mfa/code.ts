/** A device shows each code for this long (ms): RFC 6238 with the step that AWS asks for. */
const stepMs = 30_000

/** Beyond this AWS may take no code of an authenticator that runs on this computer (ms): one step to either side. */
export const tolerableSkewMs = 45_000

/** When the device shows its next code, epoch ms. */
export function nextCodeAt(now: number): number {
  return (Math.floor(now / stepMs) + 1) * stepMs
}

/**
 * The six digits in what was typed or pasted, or null. Blanks and hyphens are how authenticators group them, and an input method
 * makes wide ones.
 */
export function sixDigits(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/** A code that was sent to AWS. */
export interface SentCode {
  readonly code: string
  /** Epoch ms. */
  readonly at: number
}

/** True where the same code was sent within one step: AWS takes none twice. */
export function wasSent(sent: SentCode | null, code: string, now: number): boolean {
  return sent !== null && sent.code === code && Math.abs(now - sent.at) < stepMs
}

/** The name that a person knows a device by: what follows the last slash of its ARN. */
export function deviceName(serial: string): string {
  return serial.split('/').at(-1) || serial
}
