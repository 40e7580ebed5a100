import type { Databases } from './databases/databases.ts'
import { type Controls, createControlApi } from './faults/control-api.ts'
import { createControls } from './faults/controls.ts'
import type { Gateway } from './gateway/gateway.ts'
import { browse } from './service/oidc/browser.ts'
import { showOwnAddress } from './service/oidc/own-address.ts'
import { showConsolePage } from './service/sign-in/console-page.ts'
import type { ServiceContext } from './service/service.ts'
import { createServices } from './all-services.ts'
import type { SshServer } from './ssh-server/ssh-server.ts'
import type { Memory } from './state/memory.ts'
import { createDispatcher } from './wire/dispatcher.ts'
import type { Reply } from './wire/exchange.ts'
import { type Handler, type HttpListener, listenHttp } from './wire/server.ts'

/** The HTTP side of the sandbox: every API, the pages a browser sees, and the control API. */
interface Api {
  readonly listener: HttpListener
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string
  readonly controls: Controls
}

interface ApiParts {
  readonly memory: Memory
  readonly gateway: Gateway
  readonly sshServer: SshServer
  readonly databases: Databases
  readonly prepare: ServiceContext['prepare']
}

/** Listens first, because the services tell browsers where they are. */
export async function openApi(port: number, parts: ApiParts): Promise<Api> {
  const { memory, gateway, databases, prepare, sshServer } = parts
  let handle: Handler = async () => notFound
  const listener = await listenHttp(port, (request) => handle(request), memory.clock.now)
  const baseUrl = `http://127.0.0.1:${listener.port}`
  const context: ServiceContext = { ...memory, baseUrl, gateway, prepare, sshServer }
  gateway.onEnded((end) => memory.sessions.end(end))
  const controls = createControls(memory, context, databases)
  const control = createControlApi(controls)
  const dispatch = createDispatcher({ ...memory, services: createServices(context), faults: memory.callFaults })
  handle = async (request) => {
    const reply =
      control(request) ??
      browse(context, request) ??
      showOwnAddress(context, request) ??
      showConsolePage(context, request)
    if (reply !== null) return reply
    const dispatched = await dispatch(request)
    return dispatched === 'not-an-api-call' ? notFound : dispatched
  }
  return { listener, baseUrl, controls }
}

const notFound: Reply = {
  status: 404,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'UnknownOperationException' },
  body: '{"__type":"UnknownOperationException","message":"The sandbox does not play this."}',
}
