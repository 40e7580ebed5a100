import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const table = 'culvert_faults'
const conntrack = '/proc/sys/net/netfilter'

/** Which way the packets go that are lost: to AWS, from there, or both. */
type Lost = 'both-ways' | 'from-there'

/**
 * The network between this computer and the sandbox's ports, by the packet filter of the network namespace that this program runs in,
 * which is to be one of its own. Nobody is told of what is done here.
 */
export class PacketFilter {
  readonly #ports: { readonly api: number; readonly gateway: number }

  constructor(ports: { readonly api: number; readonly gateway: number }) {
    this.#ports = ports
  }

  /** Nothing arrives any more. */
  away(): void {
    this.#drop([this.#ports.api, this.#ports.gateway], 'both-ways')
  }

  /** Nothing arrives of what goes to, or comes from, the data channels' service; the APIs answer. */
  gatewayAway(lost: Lost = 'both-ways'): void {
    this.#drop([this.#ports.gateway], lost)
  }

  /** The APIs are away; the data channels go on. */
  apisAway(): void {
    this.#drop([this.#ports.api], 'both-ways')
  }

  /** Whatever this computer sends to the data channels' service is answered with a reset. */
  resets(): void {
    this.#rules(`tcp dport ${this.#ports.gateway} reject with tcp reset`)
  }

  /** So many in a hundred packets of the data channels are lost, each way. */
  loses(percent: number): void {
    const chance = `numgen random mod 100 < ${percent} drop`
    this.#rules(`tcp dport ${this.#ports.gateway} ${chance}`, `tcp sport ${this.#ports.gateway} ${chance}`)
  }

  /** A middlebox forgets connections that are idle for 30 seconds, and drops what comes of them afterwards. */
  forgetsIdle(): void {
    const { gateway } = this.#ports
    this.#rules(`tcp dport ${gateway} ct state invalid drop`, `tcp sport ${gateway} ct state invalid drop`)
    writeFileSync(`${conntrack}/nf_conntrack_tcp_loose`, '0')
    writeFileSync(`${conntrack}/nf_conntrack_tcp_timeout_established`, '30')
  }

  /** Packets pass again; what was lost meanwhile is sent again by those who sent it. */
  end(): void {
    nft(`delete table inet ${table}`)
  }

  #drop(ports: readonly number[], lost: Lost): void {
    const some = `{ ${ports.join(', ')} }`
    const to = lost === 'both-ways' ? [`tcp dport ${some} drop`] : []
    this.#rules(...to, `tcp sport ${some} drop`)
  }

  #rules(...rules: readonly string[]): void {
    nft(`add table inet ${table}`)
    nft(`add chain inet ${table} out { type filter hook output priority 0; }`)
    for (const rule of rules) nft(`add rule inet ${table} out ${rule}`)
  }
}

/** Forgets what a row left behind. */
export function clearPacketFilter(): void {
  try {
    nft(`delete table inet ${table}`)
  } catch {
    // Nothing was left.
  }
}

function nft(rule: string): void {
  execFileSync('nft', [rule], { stdio: ['ignore', 'ignore', 'pipe'] })
}
