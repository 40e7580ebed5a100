import type { Surroundings } from '../surroundings.ts'

/** A port of the bastion at which a program there passes connections on. */
export const relayPort = {
  label: 'Relay port on the bastion',
  help: 'Where a program on the bastion passes connections on to the host. For roles that may not open sessions to other hosts.',
  example: (command: string) => `Such as, on the bastion: ${command}`,
  /** At the database in the route. */
  through: (port: number) => `by relay port ${port} of the bastion`,
  /** The endpoint is the bastion itself, and is reached as such. */
  own: (port: number) => `as port ${port} of the bastion itself`,
  /** In what a role lacks: what can be done without it. */
  instead: 'Or give the port of a relay on the bastion, under More options.',
  refused: ({ relayPort: port, host = 'the host' }: Surroundings) =>
    port === undefined
      ? null
      : {
          headline: `Nothing passes connections on at port ${port} of the bastion`,
          sentence: `The relay port of this tunnel is ${port}, and no program listens there. Start it again on the bastion, so that it leads to ${host}, or take the relay port out of the tunnel.`,
        },
}
