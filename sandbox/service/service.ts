import type { Gateway } from '../gateway/gateway.ts'
import type { ServiceName } from '../faults/call-faults.ts'
import type { SshServer } from '../ssh-server/ssh-server.ts'
import type { Memory } from '../state/memory.ts'
import type { ApiRequest, Outcome } from '../wire/exchange.ts'
import type { Protocol } from '../wire/protocol.ts'
import type { Caller } from '../wire/authenticate.ts'

/** Everything the services share. */
export interface ServiceContext extends Pick<
  Memory,
  | 'world'
  | 'clock'
  | 'settings'
  | 'signIns'
  | 'consoleSignIns'
  | 'keys'
  | 'vault'
  | 'mfaSteps'
  | 'nodes'
  | 'accessRequests'
  | 'sessions'
> {
  /** Where browsers reach the sandbox: `http://127.0.0.1:PORT`. */
  readonly baseUrl: string
  readonly gateway: Gateway
  readonly sshServer: Pick<SshServer, 'pushKey'>
  /** Resolves once whatever `host:port` leads to can be dialled from the target (a database starts on first use). */
  prepare(targetId: string, host: string, port: number): Promise<void>
}

/** One call of a service without signatures. */
export interface OpenCall {
  readonly action: string
  readonly request: ApiRequest
  /** Facts for the call log; never secrets. */
  note(name: string, value: string): void
}

/** One call whose signature was checked. */
export interface SignedCall extends OpenCall {
  readonly caller: Caller
}

interface ServiceShape {
  readonly name: ServiceName
  readonly protocol: Protocol
  /** The action that a request asks for, or null when the request is not for this service. */
  actionOf(request: ApiRequest): string | null
}

export interface OpenService extends ServiceShape {
  readonly signing: null
  run(call: OpenCall): Promise<Outcome>
}

export interface SignedService extends ServiceShape {
  /** Service name in the credential scope. */
  readonly signing: string
  run(call: SignedCall): Promise<Outcome>
}

export type Service = OpenService | SignedService
