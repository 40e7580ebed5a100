import { unpinned } from '#test/support/unpinned.ts'
import { unremembered } from '#test/support/unremembered.ts'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { FarListing, FileRequest, FileSessionView, TransferView } from '#contract/files.ts'
import { settings } from '#contract/snapshot.ts'
import type { KnownHost } from '#core/app/files/file-deps.ts'
import { createFiles, type Files } from '#core/app/files/files.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { createKeyPush } from '#core/aws/index.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createEngines } from '#relay/engine/engines.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import type { Sandbox } from '#sandbox/start.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { noTransferLog } from '#test/support/no-transfer-log.ts'
import { productionBastion } from '#test/support/production-bastion.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { openIdentity, silentLog, type TestIdentity } from '../identity/identity-setup.ts'
import { RelayHere } from '../tunnels/tunnel-world.ts'

/** The bastion of production, as a window asks for its files. */
export const bastionFiles: FileRequest = { ...productionBastion, user: userInfo().username }

/** Identity, file sessions and relay with both engines, all real, over a sandbox; `here` and `there` are two folders of this computer. */
export class FileWorld {
  readonly files: Files
  readonly relay: RelayHere
  readonly hosts = new Map<string, KnownHost>()
  readonly here: string
  readonly there: string
  /** Of the user's own ssh agent; there is none unless a test starts one. */
  agentSocket: string | null = null
  readonly #identity: TestIdentity
  readonly #children: ChildKeeper
  readonly #end: (deadlineMs: number) => Promise<void>
  readonly #http: ReturnType<typeof awsHttpIn>

  private constructor(
    identity: TestIdentity,
    sandbox: Sandbox,
    plugin: LocatedPlugin | null,
    folders: readonly string[],
  ) {
    const [here = '', there = ''] = folders
    this.here = here
    this.there = there
    this.#identity = identity
    identity.plugin = plugin
    this.#http = awsHttpIn(sandbox.environment)
    this.#children = new ChildKeeper(monotonicClock, null)
    this.relay = new RelayHere(createEngines(this.#children, monotonicClock, null))
    const { signIns, credentials, dataKeys } = identity
    const common = { relay: this.relay, clock: wallClock, log: silentLog }
    const aws = { sessions: identity.sessions, signIns, credentials, dataKeys }
    const sessions = createSessions({ callerOf: async () => null, ...common, ...aws, memory: unremembered })
    const current = settings.parse({ engine: plugin === null ? 'builtin' : 'plugin' })
    this.files = createFiles({
      pins: unpinned,
      ...{ ...common, sessions },
      settings: { current: () => current },
      hosts: {
        of: (id) => this.hosts.get(id) ?? { user: null, hostKey: null },
        remember: (id, host) => void this.hosts.set(id, host),
      },
      newId: randomUUID,
      agentSocket: () => this.agentSocket,
      transferLog: noTransferLog,
      usualUser: () => userInfo().username,
      pushKey: createKeyPush({ clock: wallClock, http: this.#http, credentials }),
    })
    this.#end = (deadlineMs) => sessions.end(deadlineMs, this.files.dispose(deadlineMs))
    this.relay.start()
  }

  static async open(sandbox: Sandbox, plugin: LocatedPlugin | null): Promise<FileWorld> {
    const folders = await Promise.all(['here', 'there'].map((name) => mkdtemp(join(tmpdir(), `culvert ${name} `))))
    return new FileWorld(await openIdentity(sandbox.environment), sandbox, plugin, folders)
  }

  /** Programs that carry sessions. */
  get programs(): number {
    return this.#children.count
  }

  start(request: FileRequest = bastionFiles): string {
    const opened = this.files.open('main', request)
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value.id
  }

  view(id: string): FileSessionView {
    const view = this.files.views().find((one) => one.id === id)
    if (view === undefined) throw new Error('no such file session')
    return view
  }

  /** Resolves with the first view, now or to come, that fits; rejects when it failed instead. */
  seen(id: string, fits: (view: FileSessionView) => boolean): Promise<FileSessionView> {
    return new Promise((resolve, reject) => {
      const look = (view: FileSessionView): void => {
        if (view.id !== id) return
        if (fits(view)) resolve(view)
        else if (view.status.kind === 'failed') reject(new Error(JSON.stringify(view.status)))
        else return
        stop()
      }
      const stop = this.files.onChange(look)
      this.files.views().forEach(look)
    })
  }

  async opened(request: FileRequest = bastionFiles): Promise<string> {
    const id = this.start(request)
    await this.seen(id, ({ status }) => status.kind === 'open')
    return id
  }

  async list(id: string, path: string): Promise<FarListing> {
    const listed = await this.files.list('main', id, { by: 'path', path })
    if (!listed.ok) throw new Error(listed.error.code)
    return listed.value
  }

  /** Sends something of `here` to a folder there, by default to `there`. */
  send(id: string, name: string, what: TransferView['what'] = 'file', folder = this.there): string {
    return this.#move(id, {
      direction: 'up',
      here: join(this.here, name),
      there: farKeyOf(folder),
      what,
      name,
      farFolder: folder,
    })
  }

  /** Fetches something of `there` into `here`. */
  fetch(id: string, name: string, what: TransferView['what'] = 'file'): string {
    const there = farKeyOf(`${this.there}/${name}`)
    return this.#move(id, { direction: 'down', here: this.here, there, what, name, farFolder: this.there })
  }

  #move(id: string, asked: Parameters<Files['move']>[2][number]): string {
    const moved = this.files.move('main', id, [asked])
    if (!moved.ok) throw new Error(moved.error.code)
    return this.view(id).transfers.at(-1)!.id
  }

  /** Resolves with a transfer's status once it is of one of these kinds; rejects when it is over in another way. */
  async is<K extends TransferView['status']['kind']>(
    id: string,
    transfer: string,
    ...kinds: readonly K[]
  ): Promise<Extract<TransferView['status'], { kind: K }>> {
    const over = ['same', 'not-same', 'failed']
    const statusIn = (view: FileSessionView) => view.transfers.find((one) => one.id === transfer)?.status
    const isOne = (kind: string | undefined): boolean => kinds.some((one) => one === kind)
    const view = await this.seen(id, (one) => {
      const kind = statusIn(one)?.kind
      return isOne(kind) || over.includes(kind ?? 'same')
    })
    const status = statusIn(view)
    if (!isOne(status?.kind)) throw new Error(`the transfer is ${JSON.stringify(status)}`)
    return status as Extract<TransferView['status'], { kind: K }>
  }

  /** As the program ends. */
  async close(): Promise<void> {
    await this.#end(6_000)
    await this.relay.dispose()
    await this.#children.dispose(0)
    await this.#identity.dispose()
    this.#http.dispose()
    for (const folder of [this.here, this.there]) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
