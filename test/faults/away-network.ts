import { execFileSync } from 'node:child_process'

const table = 'culvert_faults'

/**
 * A network that is away: nothing that is sent to these ports of loopback, or comes from them, arrives, and nobody is told. It works
 * on the packet filter of the network namespace that this program runs in, which is to be one of its own.
 */
export class AwayNetwork {
  readonly #ports: readonly number[]

  constructor(ports: readonly number[]) {
    this.#ports = ports
  }

  begin(): void {
    const ports = `{ ${this.#ports.join(', ')} }`
    filter(`add table inet ${table}`)
    filter(`add chain inet ${table} out { type filter hook output priority 0; }`)
    filter(`add rule inet ${table} out tcp dport ${ports} drop`)
    filter(`add rule inet ${table} out tcp sport ${ports} drop`)
  }

  /** Packets pass again; what was lost meanwhile is sent again by those who sent it. */
  end(): void {
    filter(`delete table inet ${table}`)
  }
}

function filter(rule: string): void {
  execFileSync('nft', [rule], { stdio: ['ignore', 'ignore', 'pipe'] })
}
