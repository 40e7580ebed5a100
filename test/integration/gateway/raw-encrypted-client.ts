import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { RawClient } from './raw-client.ts'
import type { RawFrame } from './raw-frame.ts'

export const payload = {
  output: 1,
  size: 3,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  challengeRequest: 8,
  challengeResponse: 9,
  stderr: 11,
  exitCode: 12,
} as const

/** What a client does with the agent's wish for encryption. */
export interface KeyAnswer {
  /** 64 bytes: the first half for what the agent sends, the second for what the client sends. */
  readonly dataKey: Buffer
  readonly result: Readonly<Record<string, unknown>>
}

/** The client's side of an encrypted session, written from the protocol's description. */
export class RawEncryptedClient extends RawClient {
  #dataKey = Buffer.alloc(0)

  async first(payloadType: number): Promise<RawFrame> {
    await this.until(() => this.ordered.some((frame) => frame.payloadType === payloadType))
    const found = this.ordered.find((frame) => frame.payloadType === payloadType)
    if (found === undefined) throw new Error('it was there a moment ago')
    return found
  }

  async json(payloadType: number): Promise<Record<string, unknown>> {
    return JSON.parse((await this.first(payloadType)).payload.toString())
  }

  /** `ActionParameters` of the agent's wish. */
  async wish(): Promise<{ readonly KMSKeyId: string; readonly Challenge?: string }> {
    const request = await this.json(payload.handshakeRequest)
    const actions = request['RequestedClientActions'] as { ActionType: string; ActionParameters: never }[]
    const action = actions.find(({ ActionType }) => ActionType === 'KMSEncryption')
    if (action === undefined) throw new Error('the agent does not want encryption')
    return action.ActionParameters
  }

  respond(answer: KeyAnswer): void {
    this.#dataKey = Buffer.from(answer.dataKey)
    this.respondWith({ ActionStatus: 1, ActionResult: answer.result, Error: '' })
  }

  /** Answers the wish for encryption with a result of any kind. */
  respondWith(result: Readonly<Record<string, unknown>>): void {
    const session = { ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }
    const actions = [session, { ActionType: 'KMSEncryption', ...result }]
    const response = { ClientVersion: '1.2.677.0', ProcessedClientActions: actions, Errors: null }
    this.send(payload.handshakeResponse, JSON.stringify(response))
  }

  /** Answers the agent's challenge, as it should be or as `change` makes it. */
  async meetChallenge(change: (plain: Buffer) => Buffer = (plain) => plain): Promise<number> {
    const { Challenge } = await this.json(payload.challengeRequest)
    const plain = this.open(Buffer.from(String(Challenge), 'base64'))
    const answer = JSON.stringify({ Challenge: this.seal(change(plain)).toString('base64') })
    return this.send(payload.challengeResponse, answer)
  }

  /** From the agent's wish to HandshakeComplete. */
  async agree(answer: KeyAnswer): Promise<void> {
    await this.wish()
    this.respond(answer)
    await this.meetChallenge()
    await this.first(payload.handshakeComplete)
  }

  type(text: string): number {
    return this.send(payload.output, this.seal(Buffer.from(text)))
  }

  seal(plain: Buffer): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#dataKey.subarray(32), nonce)
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** Throws when it is not what the agent's key sealed. */
  open(sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#dataKey.subarray(0, 32), sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
  }

  /** Everything of one type so far, decrypted. */
  text(payloadType: number = payload.output): string {
    const frames = this.ordered.filter((frame) => frame.payloadType === payloadType)
    return Buffer.concat(frames.map((frame) => this.open(frame.payload))).toString()
  }
}
