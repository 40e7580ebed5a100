import { Transform, type TransformCallback } from 'node:stream'
import { RequestStream } from '#domain/admission/request-stream.ts'
import type { HttpRequest } from '#domain/first-bytes/http-request.ts'

interface RequestGateOptions {
  judge(request: HttpRequest): 'pass' | 'refuse'
  /** A request was judged badly: nothing of it got through, and nothing more will. */
  refused(): void
}

/** Lets requests through that are judged well. */
export class RequestGate extends Transform {
  readonly #refused: () => void
  readonly #requests: RequestStream

  constructor({ judge, refused }: RequestGateOptions) {
    super()
    this.#refused = refused
    this.#requests = new RequestStream(judge)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const passed = this.#requests.push(chunk)
    for (const bytes of passed ?? []) this.push(bytes)
    done()
    if (passed !== null) return
    this.destroy()
    this.#refused()
  }
}
