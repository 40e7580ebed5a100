/** A tunnel's name with its label, as it is shown everywhere: `orders-db writer`. */
export function fullName({ name, label }: { readonly name: string; readonly label?: string | undefined }): string {
  return label === undefined || label === '' ? name : `${name} ${label}`
}
