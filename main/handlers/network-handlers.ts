import type { CallHandlers } from '#contract/calls.ts'
import type { CertificateFile } from '#core/app/network/certificate-file.ts'
import type { NetworkChecks } from '#core/app/network/network-check.ts'
import type { ProxyDesk } from '#core/app/network/proxy-desk.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'

type NetworkHandlers = Pick<
  CallHandlers,
  | 'network.hosts'
  | 'network.check'
  | 'network.certificateFile'
  | 'network.chooseCertificateFile'
  | 'network.forgetCertificateFile'
  | 'proxy.signIn'
  | 'proxy.answer'
  | 'proxy.cancel'
>

interface NetworkHandlerDeps {
  readonly checks: NetworkChecks
  readonly file: CertificateFile
  readonly proxies: Pick<ProxyDesk, 'forgive' | 'answer' | 'cancel'>
  /** Asks a person where a proxy on the way does. */
  readonly routeTo: (url: string) => Promise<Result<unknown>>
  /** Main's own dialog; null when nothing was chosen. `first`: where it begins. */
  choose(first: string | null): Promise<string | null>
}

/** What a window may ask about the way to AWS. It names no file of authorities. */
export function createNetworkHandlers({ checks, file, choose, proxies, routeTo }: NetworkHandlerDeps): NetworkHandlers {
  return {
    'network.hosts': async () => ok(await checks.hosts()),
    'network.check': async () => ok(await checks.check()),
    'network.certificateFile': async () => ok(await file.look()),
    'network.chooseCertificateFile': async () => {
      const path = await choose(file.path())
      return path === null ? ok(undefined) : await file.take(path)
    },
    'network.forgetCertificateFile': () => file.forget(),
    'proxy.signIn': async () => {
      proxies.forgive()
      const called = await checks.hosts()
      const ways = await Promise.all(
        called.map(({ scheme, host, port }) => routeTo(`${scheme}://${urlHost(host)}:${port}/`)),
      )
      const failed = ways.find((way) => !way.ok)
      return failed?.ok === false ? failed : ok(undefined)
    },
    'proxy.answer': (typed) => proxies.answer(typed),
    'proxy.cancel': async ({ proxy }) => {
      proxies.cancel(proxy)
      return ok(undefined)
    },
  }
}

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host)
