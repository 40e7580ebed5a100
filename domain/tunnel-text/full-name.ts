import type { TunnelDefinition } from '#contract/tunnel.ts'

/** A tunnel's name with its label, as it is shown everywhere: `orders-db writer`. */
export function fullName({ definition }: { readonly definition: Pick<TunnelDefinition, 'name' | 'label'> }): string {
  const { name, label } = definition
  return label === undefined || label === '' ? name : `${name} ${label}`
}
